"""Where the events of a backtest come from: files, or the log up to its end."""

import asyncio
import gc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from schemas.alerts import ALERT_REVISION
from schemas.cases import CASE_RECORD, FeedCompleteTo
from services.heed.backtesting.lines import BadLine, Lines
from services.heed.backtesting.shares import PARTITIONS, WHOLE, Share
from services.heed.errors import UserError
from services.heed.importing.trips import TYPES
from services.heed.reading import last_values, read_topic
from services.intake.organisations import Organisations
from services.streaming.settings import Settings as Cluster
from services.triage.backtest.closures import closures
from services.triage.backtest.feeding import file_feeds, log_feeds
from services.triage.backtest.kept import Kept
from services.triage.calendar import Calendar
from services.triage.feeds import AreaFeeds, Feed

SHOWN = 5
UNDATED = frozenset({"section_47_ended"})
"""What a census asks for without a day, so that it never becomes an event."""
STEP = 1 << 20
"""Bytes after which progress is told again."""

Progress = Callable[[int], None]
"""Is told so many bytes of files more, or so many records of the log."""


@dataclass(slots=True)
class Source:
    """What was read of a share. `reached` is the instant up to which it speaks; None for files: all they say counts.

    `others` counts the records that no census holds, `said` what feeds said of themselves on the log, `reasons` why
    lines can't be used: the first, with their places.
    """

    kept: Kept
    reached: int | None = None
    refused: int = 0
    reasons: list[tuple[int, int, str]] = field(default_factory=list)
    others: int = 0
    said: list[tuple[FeedCompleteTo, int]] = field(default_factory=list)

    def refuse(self, place: tuple[int, int], why: str) -> None:
        """Note a line that can't be used."""
        self.refused += 1
        if len(self.reasons) < SHOWN:
            self.reasons.append((*place, why))

    def feeds(self, configured: Mapping[str, tuple[Feed, ...]], census: bool) -> dict[str, AreaFeeds]:
        """How far feeds are complete, for files and for the log."""
        if self.reached is not None:
            return log_feeds(self.kept, configured, self.said)
        return file_feeds(self.kept, {}, TYPES | UNDATED) if census else file_feeds(self.kept, configured)


def from_files(
    paths: Sequence[Path],
    calendar: Calendar,
    organisations: Organisations,
    share: Share = WHOLE,
    progress: Progress = lambda _: None,
) -> Source:
    """Lines that can't be used are counted, and the first are told."""
    lines, source = Lines(organisations), Source(Kept(calendar, PARTITIONS))
    with _uncollected():
        for file, path in enumerate(paths):
            for number, line in _lines(path, share, progress):
                try:
                    for record in lines.records(line):
                        source.kept.take(record)
                except BadLine as bad:
                    source.refuse((file, number), f"{path.name}, line {number}: {bad}")
    source.others = lines.others
    return source


def from_log(
    settings: Cluster, calendar: Calendar, share: Share = WHOLE, progress: Progress = lambda _: None
) -> Source:
    """All that is committed on `cases`, of the share's partitions."""
    source = Source(Kept(calendar, PARTITIONS), reached=0)
    now: Counter[int] = Counter()
    with _uncollected():
        for record in asyncio.run(read_topic(settings, "cases", partitions=share.holds)):
            progress(1)
            now[record.partition] = max(now[record.partition], record.log_time)
            try:
                found = CASE_RECORD.validate_json(record.value or b"")
            except ValidationError:
                place = (record.partition, record.offset)
                source.refuse(place, "cases, partition {}, offset {}: no record of the contract".format(*place))
                continue
            if isinstance(found, FeedCompleteTo):
                source.said.append((found, now[record.partition]))
            source.kept.take(found)
    source.reached = max(now.values(), default=0)
    return source


def closed_so_far(settings: Cluster) -> dict[str, Counter[str]]:
    """How officers have closed alerts: codes by rule."""
    return closures(map(ALERT_REVISION.validate_json, asyncio.run(last_values(settings, "alerts"))))


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


def _lines(path: Path, share: Share, progress: Progress) -> Iterator[tuple[int, str]]:
    """The share's lines with their numbers, blank ones left out; what isn't UTF-8 becomes a line that can't be used."""
    read = 0
    with path.open(encoding="utf-8", errors="replace") as file:
        for number, line in enumerate(file, 1):
            read += len(line)
            if read >= STEP:
                progress(read)
                read = 0
            if line.strip() and share.has(line):
                yield number, line
    progress(read)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Millions of small objects that all stay, and none in a circle: looking for circles among them takes longest."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.freeze()
            gc.enable()
