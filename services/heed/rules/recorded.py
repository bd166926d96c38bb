"""The records that a command about rules looks at: of files, or of the log."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from schemas.cases import CASE_RECORD
from services.heed.backtesting.lines import BadLine, Lines
from services.heed.backtesting.sources import Source, event_files, from_files, from_log
from services.heed.context import Heed
from services.heed.reading import read_topic
from services.intake.organisations import organisations_of
from services.triage.backtest.kept import Said
from services.triage.configured import Settings

Events = Annotated[
    list[Path] | None,
    typer.Option(
        help="A file of events, as `heed import … --to` or `heed simulate` writes it, or the simulator's folder; may "
        "be given several times. Default: the log."
    ),
]


def recorded(heed: Heed, events: Sequence[Path] | None) -> Iterator[Said]:
    """What files or the log hold; what can't be used is left out, as a fold leaves it out."""
    yield from _of_files(heed, event_files(events)) if events else _of_log(heed)


def source(heed: Heed, events: Sequence[Path] | None, built: Settings) -> Source:
    """The same, boiled down to histories."""
    if events:
        return from_files(event_files(events), built.calendar, organisations_of(heed.configuration))
    return from_log(heed.settings(), built.calendar)


def _of_files(heed: Heed, paths: Sequence[Path]) -> Iterator[Said]:
    lines = Lines(organisations_of(heed.configuration))
    for path in paths:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in filter(str.strip, file):
                try:
                    yield from lines.records(line)
                except BadLine:
                    continue


def _of_log(heed: Heed) -> Iterator[Said]:
    for record in asyncio.run(read_topic(heed.settings(), "cases")):
        try:
            yield CASE_RECORD.validate_json(record.value or b"")
        except ValidationError:
            continue
