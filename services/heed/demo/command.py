"""`heed demo`."""

import json
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Annotated

import psutil
import typer
from rich.console import Console

from services.heed.checks import new_file
from services.heed.context import heed_of
from services.heed.demo.show import Show
from services.heed.demo.stage import staged
from services.heed.demo.where import where
from services.heed.simulate import Size, generate
from services.heed.simulate.calendar import ENGLAND
from services.heed.stopping import EXIT, run_stoppable, stoppable, until_stopped

PIPED_WIDTH = 110
Once = Annotated[bool, typer.Option("--once", help="End when the pilot is through, instead of at Ctrl-C.")]
Json = Annotated[Path | None, typer.Option("--json", callback=new_file, help="Write the figures to this file.")]
Seed = Annotated[int, typer.Option(help="Another seed is another pilot.")]
Scale = Annotated[float, typer.Option(min=0.01, help="The same pilot, so many times as large.")]


def demo(
    context: typer.Context, once: Once = False, json_file: Json = None, seed: Seed = 1, scale: Scale = 1.0
) -> None:
    """See a simulated pilot on real Kafka: a year of two areas, six agencies and forty teams.

    Finds or starts Kafka, starts intake, triage and aggregator as processes of their own, and sends everything that the
    agencies would, through intake's HTTP API. All of it is invented. Ctrl-C stops it and leaves nothing running.
    """
    heed, console = heed_of(context), Console(width=None if sys.stdout.isatty() else PIPED_WIDTH)
    with stoppable(EXIT if once else 0), staged(heed, console) as stage:  # else Ctrl-C is how it ends, and no failure
        yesterday = datetime.now(ENGLAND).date() - timedelta(days=1)
        pilot = generate(stage.heed.configuration, seed, Size().scaled(scale), last=yesterday)
        figures = run_stoppable(Show(stage, pilot, console, _began()).run())
        if json_file is not None:
            json_file.write_text(json.dumps(figures, indent=1) + "\n")
        if not once:
            where(console, stage)
            console.print("It all still runs: look around. Ctrl-C stops everything.", style="bold")
            until_stopped()


def _began() -> float:
    """When this process started, as `time.monotonic()` counts."""
    return time.monotonic() - (time.time() - psutil.Process().create_time())
