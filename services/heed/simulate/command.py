"""`heed simulate`: a seeded pilot, to files or to intake."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Protocol

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from schemas.configuration import Configuration
from services.heed.checks import base_url, new_file
from services.heed.context import heed_of
from services.heed.errors import UserError
from services.heed.importing.door import Busy, DoorError
from services.heed.importing.keys import api_key
from services.heed.importing.knock import knock
from services.heed.simulate.calendar import ENGLAND
from services.heed.simulate.files import write, write_truth
from services.heed.simulate.generating import Size, Stories, generate
from services.heed.simulate.pilot import Pilot
from services.heed.simulate.send import SendResult, send

To = Annotated[
    Path | None, typer.Option(file_okay=False, help="Write what would be sent, and the truth, to files in this folder.")
]
Intake = Annotated[
    str | None, typer.Option(callback=base_url, help="Send to intake at this URL. Default: the one that runs here.")
]
TruthFile = Annotated[
    Path | None, typer.Option("--truth", callback=new_file, help="When sending: write what must come of it here.")
]
Seed = Annotated[int, typer.Option(help="Another seed is another pilot.")]
Events = Annotated[int, typer.Option(min=0, help="About how many case events, at least the planted stories'.")]
Reports = Annotated[int, typer.Option(min=0, help="About how many incident reports, at least the planted stories'.")]
Scale = Annotated[float, typer.Option(min=0.01, help="The same pilot, so many times as large.")]
Told = Annotated[Stories, typer.Option(help="Planted stories: of the four rules of a pilot, or of every rule.")]
Last = Annotated[
    datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Last day of the year. Default: yesterday."),
]


def simulate_command(
    context: typer.Context,
    to: To = None,
    intake: Intake = None,
    truth: TruthFile = None,
    seed: Seed = 1,
    events: Events = 6_000,
    reports: Reports = 1_500,
    scale: Scale = 1.0,
    stories: Told = "pilot",
    last: Last = None,
) -> None:
    """Make up a pilot: a year of case events and incident reports, with planted stories of overlooked harm.

    Everything is invented. Some records are late, amended, withdrawn, sent twice or bad on purpose. The same seed, size
    and last day give the same pilot. The truth file says which alerts must follow from the planted stories.
    """
    heed = heed_of(context)
    size = Size(events, reports).scaled(scale)
    pilot = generate(heed.configuration, seed, size, last=last.date() if last else _yesterday(), stories=stories)
    console = Console(stderr=True)
    if to is not None:
        _to_files(pilot, to, console)
        return
    if truth is not None:
        write_truth(pilot, truth)
    sent = _to_intake(pilot, intake or heed.address("intake"), heed.configuration, console)
    _report(sent, pilot)
    if sent.surprises:
        raise typer.Exit(1)


def _yesterday() -> date:
    return datetime.now(ENGLAND).date() - timedelta(days=1)


def _to_files(pilot: Pilot, folder: Path, console: Console) -> None:
    with _progress(pilot, console) as on_day:
        written = write(pilot, folder, on_day)
    typer.echo(
        f"{written.events:,} case events, {written.reports:,} incident reports, {written.completions:,} feed "
        f"statements and {written.stories:,} verdicts on planted stories are in {folder}."
    )


def _to_intake(pilot: Pilot, address: str, configuration: Configuration, console: Console) -> SendResult:
    keys = {agency.id: api_key(configuration.keys.directory, agency.id, {}) for agency in configuration.agencies}

    async def sending(on_day: OnDay) -> SendResult:
        async with httpx.AsyncClient(base_url=address) as client:
            await knock(client)
            return await send(pilot, client, keys, lambda day, _: on_day(day))

    try:
        with _progress(pilot, console) as on_day:
            return asyncio.run(sending(on_day))
    except (Busy, DoorError, httpx.TransportError) as error:
        raise UserError(f"Intake at {address} doesn't take it: {error or type(error).__name__}") from None


class OnDay(Protocol):
    """Told of each simulated day that is done."""

    def __call__(self, day: date, /) -> None: ...


@contextmanager
def _progress(pilot: Pilot, console: Console) -> Iterator[OnDay]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(str(pilot.first), total=pilot.length)
        yield lambda day: bar.update(task, advance=1, description=str(day))


def _report(sent: SendResult, pilot: Pilot) -> None:
    planned = sum(line.alerted for line in pilot.truth)
    said = {
        "case_events": sent.events,
        "incident_reports": sent.reports,
        "repeated": sent.repeated,
        "rejected": sent.refused,
        "feed_statements": sent.completions,
        "findings_planned": planned,
        "surprises": sent.surprises,
    }
    typer.echo(json.dumps(said, indent=1))
