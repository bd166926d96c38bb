"""`heed broker`: a real Kafka for this machine, until Ctrl-C."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from services.heed.context import heed_of
from services.heed.places import Places
from services.heed.progress_bar import progress_bar
from services.heed.running import Running, announced
from services.heed.stopping import stoppable, until_stopped
from services.streaming.broker import kafka


def broker(
    context: typer.Context,
    data: Annotated[
        Path | None, typer.Option(help="Where Kafka keeps its log [default: kafka/ in the home folder].")
    ] = None,
    heap_mb: Annotated[int, typer.Option("--heap-mb", help="Memory for Kafka's own use, in MB.")] = 384,
    docker: Annotated[bool, typer.Option(help="Use Docker where its daemon answers.")] = True,
) -> None:
    """Start a real Kafka here and keep it until Ctrl-C.

    Docker is used where it works; else Apache Kafka runs as a process of its own: its jars (45 MB) are fetched once and
    checked. The other commands of this folder find it by themselves.
    """
    heed, console = heed_of(context), Console(stderr=True)
    heed.check_alone()
    places = Places(heed.home, heed.cache)
    with (
        stoppable(),
        progress_bar(console) as progress,
        kafka(
            heed.kafka, cache=heed.cache, data=data or places.kafka, heap_mb=heap_mb, docker=docker, progress=progress
        ) as found,
        announced(places.run / "running.json", Running(found.bootstrap)),
    ):
        typer.echo(found.bootstrap)
        console.print(f"{found.how}. Next: `heed up`. Ctrl-C stops it.")
        until_stopped()
