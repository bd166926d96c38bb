"""Failures that a person at the terminal can put right, told in words instead of a traceback."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiokafka.errors import KafkaConnectionError
from rich.console import Console

from schemas.configuration import ConfigurationError
from services.heed.errors import UserError
from services.intake.private_files import ReadableByOthersError
from services.streaming.broker import BrokerNotReady, JarRefused
from services.streaming.identity import LogNotFound
from services.streaming.topology import TopologyRefused
from services.triage.ruleset import BadRules

TELLABLE = (
    UserError,
    ConfigurationError,
    BrokerNotReady,
    JarRefused,
    LogNotFound,
    TopologyRefused,
    BadRules,
    ReadableByOthersError,
)
WRONG = 2


@contextmanager
def told() -> Iterator[None]:
    """Turn these failures into a message on standard error and exit code 2; any other is a bug and shows its trace."""
    try:
        yield
    except Exception as error:
        message = _message(_only(error))
        if message is None:
            raise
        Console(stderr=True).print(message, style="red", markup=False, highlight=False, soft_wrap=True)
        sys.exit(WRONG)


def _message(error: BaseException) -> str | None:
    match error:
        case KafkaConnectionError():
            return f"Kafka does not answer at {_asked(error)}. Is it running (`heed broker`), and is that its address?"
        case FileNotFoundError():
            return f"{error.filename}: no such file or folder."
        case _ if isinstance(error, TELLABLE):
            return str(error)
    return None


def _asked(error: KafkaConnectionError) -> str:
    """The addresses that aiokafka's message names; the message where it names none."""
    found = re.findall(r"\('([^']+)', (\d+)", str(error))
    return ", ".join(f"{host}:{port}" for host, port in found) or str(error)


def _only(error: BaseException) -> BaseException:
    """The one failure in a task group's; the group itself where there are more."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error
