"""`heed intake`, `heed triage`, `heed aggregator`: one process each, until it is stopped."""

import asyncio
from typing import Annotated

import typer
import uvloop

from services.heed import composition
from services.heed.context import PORTS, heed_of

Host = Annotated[str, typer.Option(help="The address to listen on; 0.0.0.0 for all.")]


def intake(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option(help="HTTP port.")] = PORTS["intake"],
) -> None:
    """Run intake: the door through which agencies send case events and incident reports (HTTP; see /docs)."""
    heed = heed_of(context)
    uvloop.run(composition.serve_intake(heed, heed.settings(host, port)))


def triage(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option(help="HTTP port.")] = PORTS["triage"],
) -> None:
    """Run triage: it folds case events into alerts. HTTP gives metrics and readiness only."""
    heed = heed_of(context)
    asyncio.run(composition.serve_triage(heed, heed.settings(host, port)))


def aggregator(
    context: typer.Context,
    host: Host = "127.0.0.1",
    port: Annotated[int, typer.Option(help="HTTP port.")] = PORTS["aggregator"],
) -> None:
    """Run the aggregator: it folds incident reports into counts, and answers questions about them (HTTP; see /docs)."""
    heed = heed_of(context)
    asyncio.run(composition.serve_aggregator(heed, heed.settings(host, port)))
