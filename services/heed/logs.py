"""How processes log: JSON lines for a log store, or readable lines in a terminal."""

import logging
import sys

import structlog


def configure_logging(*, readable: bool, service: bool, level: int = logging.INFO) -> None:
    """Route structlog and the standard library's logging to standard error, one event a line.

    In a command, as opposed to a `service`, Kafka's client stays silent: what it can't do, the command says.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_rendering(readable)))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    for noisy in NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    if not service:
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)


NOISY = ("abc", "aiokafka", "faust", "mode", "uvicorn", "httpx", "asyncio")
"""Libraries whose information says nothing to an operator. `abc` is how Faust's services call themselves."""


def _rendering(readable: bool) -> list[structlog.typing.Processor]:
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if readable:
        return [strip, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
    return [strip, structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
