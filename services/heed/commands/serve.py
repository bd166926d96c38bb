"""`heed intake`, `heed triage`, `heed aggregator`: one process each, until it is stopped."""

import errno
import socket
from collections.abc import Awaitable, Callable, Coroutine
from typing import Annotated, Any

import structlog
import typer
import uvloop

from services.heed import composition
from services.heed.checks import Port
from services.heed.context import PORTS, Heed, heed_of
from services.heed.errors import UserError
from services.streaming.settings import Settings

Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")]
Serve = Callable[[Heed, Settings], Awaitable[None]]


def intake(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = PORTS["intake"],
) -> None:
    """Run intake: the door through which agencies send case events and incident reports (HTTP; see /docs)."""
    uvloop.run(_served("intake", composition.serve_intake, heed_of(context), host, port))


def triage(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = PORTS["triage"],
) -> None:
    """Run triage: it folds case events into alerts. HTTP gives metrics and readiness only."""
    uvloop.run(_served("triage", composition.serve_triage, heed_of(context), host, port))


def aggregator(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Port = PORTS["aggregator"],
) -> None:
    """Run the aggregator: it folds incident reports into counts, and answers questions about them (HTTP; see /docs)."""
    uvloop.run(_served("aggregator", composition.serve_aggregator, heed_of(context), host, port))


def _served(name: str, serve: Serve, heed: Heed, host: str, port: int) -> Coroutine[Any, Any, None]:
    _check(name, host, port)
    settings = heed.settings(host, port)
    log = structlog.get_logger("heed").bind(service=name)

    async def run() -> None:
        log.info("starting", address=f"http://{host}:{port}", kafka=settings.bootstrap, prefix=settings.prefix)
        await serve(heed, settings)
        log.info("stopped in order")

    return run()


def _check(name: str, host: str, port: int) -> None:
    """Another process may take the port a moment later: then the service ends with the same reason in its log."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(
                f"{name} can't listen on {host}:{port}: {error.strerror}. {_remedy(name, port, error)}"
            ) from None


def _remedy(name: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 100 if port < 65000 else port - 100
        return f"Is one running already (`heed status`)? Another port: `heed {name} --port {other}`."
    return "Name an address of this machine with --host, and a port that you may use with --port."
