"""The process: intake behind uvicorn, on uvloop."""

import asyncio
import signal

import structlog
import uvicorn

from schemas.configuration import Configuration
from services.intake.app import build_app
from services.intake.assembly import Intake, running
from services.intake.http.failures import where
from services.intake.keys import load_keys
from services.streaming.settings import Settings

GRACE_S = 5
KEEP_ALIVE_S = 75
"""Longer than senders usually keep a connection, so that it is they who close it."""


class RelayEndedError(RuntimeError):
    """A fault of our own ended the relay. What was accepted is on the disk, and is sent after a new start."""


async def run_intake(configuration: Configuration, settings: Settings) -> None:
    """Serve at `settings.host` and `settings.port` until a signal ends it. For uvloop, run it in `uvloop.run`.

    Raises `ReadableByOthersError` and `FileNotFoundError` of keys, `RelayEndedError` for a supervisor to restart it.
    """
    _outlive_signals()
    keys = load_keys(configuration, configuration.keys.directory)
    async with running(configuration, settings, keys) as intake:
        config = uvicorn.Config(
            build_app(intake),
            host=settings.host,
            port=settings.port,
            loop="none",
            lifespan="off",
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_S,
            timeout_keep_alive=KEEP_ALIVE_S,
        )
        await _serve_while_sound(uvicorn.Server(config), intake)


async def _serve_while_sound(server: uvicorn.Server, intake: Intake) -> None:
    serving = asyncio.create_task(server.serve())
    done, _ = await asyncio.wait([serving, *intake.work], return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    await serving
    for task in done - {serving}:
        error = task.exception()
        structlog.get_logger("intake").error("the relay has ended", kind=type(error).__name__, where=where(error))
        raise RelayEndedError


def _outlive_signals() -> None:
    """Uvicorn raises the signal that ended it once more when it has served: by then the relay must still be closed."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, lambda: None)
