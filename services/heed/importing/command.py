"""`heed import`: files of agencies' systems into case events."""

import asyncio
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO, TextIO

import httpx
import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from services.heed.checks import base_url, new_file
from services.heed.context import heed_of
from services.heed.errors import UserError
from services.heed.importing.knock import knock
from services.heed.importing.reconciliation import say, show, summary, told
from services.heed.importing.run import Import, run_import
from services.heed.importing.trips import Note, ToFile, ToIntake, Wanted
from services.intake.adapters.cin import CensusError

import_app = typer.Typer(name="import", no_args_is_help=True, help="Read files of agencies' systems into case events.")

PAGE = 150
Census = Annotated[Path, typer.Argument(help="The census file (XML).", exists=True, dir_okay=False, readable=True)]
To = Annotated[
    Path | None,
    typer.Option(
        callback=new_file,
        help="Write the events to this file, one a line (- for the screen), and send nothing. Needs no keys.",
    ),
]
Area = Annotated[
    str | None,
    typer.Option(help="ONS code of the area. Default: by the file's LEA number; in a demo else the first area."),
]
KeyFile = Annotated[Path | None, typer.Option(help="The area's key. Default: the configuration's key folder.")]
Intake = Annotated[
    str | None, typer.Option(callback=base_url, help="Base URL of intake. Default: the one that runs here.")
]
Problems = Annotated[Path | None, typer.Option(callback=new_file, help="Write every problem to this file, one a line.")]
Json = Annotated[
    Path | None, typer.Option("--json", callback=new_file, help="Write the reconciliation to this file as JSON.")
]


@import_app.callback()
def _import() -> None:
    """Read files of agencies' systems into case events."""


@import_app.command("cin")
def cin(
    context: typer.Context,
    census: Census,
    to: To = None,
    area: Area = None,
    key_file: KeyFile = None,
    intake: Intake = None,
    problems: Problems = None,
    as_json: Json = None,
) -> None:
    """Send a Children in Need census as a load of history, and account for everything in it.

    Children's ids and dates of birth stay on this machine: events carry a pseudonym and an age band. The API key is the
    demo's, or HEED_API_KEY. A child that can't be read is reported with its line, and the rest go on. Ends with 1 where
    anything is unaccounted for, or the file or intake broke off.
    """
    heed = heed_of(context)
    console = _console()
    wanted = Wanted(heed.configuration, intake or heed.address("intake"), area, key_file)
    try:
        with _noting(problems) as note, _reading(census, console) as stream:
            done, accepted = asyncio.run(_run(stream, to, wanted, note))
    except CensusError as error:
        raise UserError(f"{census.name}: {error}") from None
    show(console, done.tally, accepted)
    _report(console, done, as_json)
    if not done.sound:
        raise typer.Exit(1)


async def _run(stream: BinaryIO, to: Path | None, wanted: Wanted, note: Note) -> tuple[Import, str]:
    """The import, and what its taking an event is called."""
    if to is not None:
        with _written(to) as file:
            return await run_import(stream, ToFile(wanted, note, file)), "Written"
    async with httpx.AsyncClient(base_url=wanted.intake) as client:
        await knock(client)
        return await run_import(stream, ToIntake(wanted, note, client)), "Accepted"


def _console() -> Console:
    """The terminal, or a page wide enough for the tables."""
    console = Console(stderr=True)
    return console if console.is_terminal else Console(stderr=True, width=PAGE)


@contextmanager
def _written(path: Path) -> Iterator[TextIO]:
    """The file, or the screen for `-`."""
    if str(path) == "-":
        yield sys.stdout
        return
    with path.open("w", encoding="utf-8") as file:
        yield file


@contextmanager
def _noting(path: Path | None) -> Iterator[Note]:
    """Writes each problem on a line of the file, where there is one."""
    if path is None:
        yield lambda problem: None
        return
    with path.open("w", encoding="utf-8") as file:
        yield lambda problem: print(told(problem), file=file)


@contextmanager
def _reading(path: Path, console: Console) -> Iterator[BinaryIO]:
    """The file, with a bar that shows how much of it was read."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with (
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
        bar.open(path, "rb", description="Reading the census") as stream,
    ):
        yield stream


def _report(console: Console, done: Import, as_json: Path | None) -> None:
    """What stands beside the tables: how far the feed is complete, and whether the accounts are."""
    said = done.complete
    lines = [
        f"LEA {done.lea or 'not given'}, taken as area {done.area}.",
        f"{done.children:,} children; {done.tally.repeated:,} events had been accepted before.",
    ]
    if said:
        outcome = f"not recorded ({said['not_recorded']})" if "not_recorded" in said else "recorded"
        lines.append(f"Feed {said['source']} complete to {said['until']} for {', '.join(said['types'])}: {outcome}.")
    if done.ended:
        lines.append(f"Ended early: {done.ended}.")
    missing = done.tally.unaccounted()
    lines.append(f"Unaccounted for: {missing}" if missing else "Every value is accounted for.")
    say(console, "\n".join(lines))
    if as_json is not None:
        as_json.write_text(json.dumps(summary(done.tally, done.complete, done.ended), indent=1), encoding="utf-8")
