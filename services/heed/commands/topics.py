"""`heed topics`: what the cluster has, against `schemas/topology.toml`."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict

import typer

from services.heed.context import heed_of
from services.heed.output import Json, show
from services.streaming import topology
from services.streaming.topology import Difference

app = typer.Typer(
    no_args_is_help=True, help="Compare Kafka's topics with schemas/topology.toml, and make what is missing."
)

COLUMNS = {
    "topic": "topic",
    "what": "what",
    "wanted": "wanted",
    "found": "found",
    "refused": "apply would refuse, because",
}


@app.command("diff")
def diff_topics(context: typer.Context, as_json: Json = False) -> None:
    """Show in what the cluster differs. Changes nothing. Exit code 1 where something differs."""
    found = asyncio.run(topology.diff(heed_of(context).settings()))
    _show(found, "Topics that differ", as_json)
    if found:
        raise typer.Exit(1)


@app.command("apply")
def apply_topics(context: typer.Context, as_json: Json = False) -> None:
    """Make missing topics and set what is safe to set.

    Refuses whatever would lose or move records, and then changes nothing.
    """
    _show(asyncio.run(topology.apply(heed_of(context).settings())), "Changed", as_json)


def _show(found: Sequence[Difference], title: str, as_json: bool) -> None:
    empty = "Every topic is as schemas/topology.toml says."
    show([asdict(one) for one in found], COLUMNS, as_json=as_json, title=title, empty=empty)
