"""Where the events of a backtest come from: files, or the log up to its end."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from pydantic import ValidationError
from rich.console import Console
from rich.progress import open as open_shown

from schemas.alerts import ALERT_REVISION
from schemas.cases import CASE_RECORD, FeedCompleteTo
from services.heed.backtesting.lines import BadLine, Lines
from services.heed.errors import UserError
from services.heed.importing.trips import TYPES
from services.heed.reading import last_values, read_topic
from services.intake.organisations import Organisations
from services.streaming.settings import Settings as Cluster
from services.triage.backtest.closures import closures
from services.triage.backtest.feeding import file_feeds, log_feeds
from services.triage.backtest.kept import Kept
from services.triage.configured import Settings
from services.triage.feeds import AreaFeeds

SHOWN = 5
FILES = (
    "Feeds: the types that the files hold, and those of the configuration's feeds, count as carried and as complete to "
    "the end; statements about feeds are not used."
)
CENSUS = (
    "Feeds: what a census asks for counts as carried and as complete to the end, and nothing else. It gives no day on "
    "which an enquiry ended: a conference counts as due even where it says that none was required."
)
UNDATED = frozenset({"section_47_ended"})
"""What a census asks for without a day, so that it never becomes an event."""
LOG = "Feeds: as the configuration has them, complete to what each has said on the log."


@dataclass(slots=True)
class Source:
    """What was read. `reached` is the instant up to which it speaks, None for files: all that they say counts."""

    kept: Kept
    feeds: dict[str, AreaFeeds] = field(default_factory=dict)
    about_feeds: str = FILES
    reached: int | None = None
    refused: int = 0
    reasons: list[str] = field(default_factory=list)
    closed: dict[str, Counter[str]] = field(default_factory=dict)
    """How officers have closed alerts: codes by rule. A file doesn't say."""

    def refuse(self, where: str, why: str) -> None:
        """Note a line that can't be used."""
        self.refused += 1
        if len(self.reasons) < SHOWN:
            self.reasons.append(f"{where}: {why}")


def from_files(paths: Sequence[Path], built: Settings, organisations: Organisations, console: Console) -> Source:
    """Lines that can't be used are counted, and the first are told. Raises `UserError` where none can."""
    kept, lines = Kept(built.calendar), Lines(organisations)
    source = Source(kept)
    for path in paths:
        with _shown(path, console) as file:
            for number, line in enumerate(file, 1):
                try:
                    for record in lines.records(line) if line.strip() else ():
                        kept.take(record)
                except BadLine as bad:
                    source.refuse(f"{path.name}, line {number}", str(bad))
    if not kept.records:
        raise UserError("\n".join([f"No line of {', '.join(map(str, paths))} holds an event.", *source.reasons]))
    if lines.others:
        source.feeds = file_feeds(kept, built.feeds)
    else:
        source.feeds, source.about_feeds = file_feeds(kept, {}, TYPES | UNDATED), CENSUS
    return source


def from_log(settings: Cluster, built: Settings) -> Source:
    """All that is committed on `cases`. Raises `UserError` where no event is."""
    source = Source(Kept(built.calendar), about_feeds=LOG)
    now: Counter[int] = Counter()
    said: list[tuple[FeedCompleteTo, int]] = []
    for record in asyncio.run(read_topic(settings, "cases")):
        now[record.partition] = max(now[record.partition], record.log_time)
        try:
            found = CASE_RECORD.validate_json(record.value or b"")
        except ValidationError:
            source.refuse(f"cases, partition {record.partition}, offset {record.offset}", "no record of the contract")
            continue
        if isinstance(found, FeedCompleteTo):
            said.append((found, now[record.partition]))
        source.kept.take(found)
    if not source.kept.records:
        raise UserError("The log holds no events yet. Name files of them with --events FILE.")
    alerts = asyncio.run(last_values(settings, "alerts"))
    source.closed = closures(map(ALERT_REVISION.validate_json, alerts))
    source.reached = max(now.values())
    source.feeds = log_feeds(source.kept, built.feeds, said)
    return source


def event_files(paths: Iterable[Path]) -> list[Path]:
    """The files; of a folder that `heed simulate` wrote, those with events and reports. Raises `UserError`."""
    found: list[Path] = []
    for path in paths:
        own = [path / name for name in ("case-events.ndjson", "incident-reports.ndjson")] if path.is_dir() else [path]
        missing = [str(one) for one in own if not one.is_file()]
        if missing:
            raise UserError(f"--events {path}: there is no file {', '.join(missing)}.")
        found += own
    return found


def _shown(path: Path, console: Console) -> AbstractContextManager[TextIO]:
    """The file, with a bar that shows how much of it was read; what isn't UTF-8 becomes a line that can't be used."""
    return open_shown(
        path,
        "r",
        encoding="utf-8",
        errors="replace",
        description=path.name,
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
