"""Failures that a person at the terminal can put right, told in words instead of a traceback."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiokafka.errors import KafkaConnectionError
from rich.console import Console

from schemas.configuration import ConfigurationError
from services.heed.errors import UserError
from services.heed.stopping import Stopped
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
STOPPED = 130


@contextmanager
def told() -> Iterator[None]:
    """Turn these failures into a message on standard error and an exit code; any other is a bug and shows its trace."""
    try:
        yield
    except Stopped:
        sys.exit(STOPPED)
    except KafkaConnectionError as error:
        _say(f"Kafka does not answer: {error}")
    except FileNotFoundError as error:
        _say(f"{error.filename}: no such file. `heed up` makes what a demo needs.")
    except TELLABLE as error:
        _say(str(error))


def _say(message: str) -> None:
    Console(stderr=True).print(message, style="red", markup=False, highlight=False)
    sys.exit(WRONG)
