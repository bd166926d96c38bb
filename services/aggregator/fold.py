"""The fold of `incident-reports` into the panes on `counts`."""

import sqlite3
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import ClassVar, NamedTuple

from schemas.reports import REPORT_RECORD, IncidentReport, TeamChanged
from services.aggregator.days import england_day
from services.aggregator.emission import put
from services.aggregator.panes import Change, changes
from services.aggregator.revisions import Revision, find, insert, revision_of
from services.aggregator.tables import SCHEMA, VERSION
from services.aggregator.teams import keep
from services.aggregator.today import Today
from services.streaming.fold import Batch
from services.streaming.records import Record

CONFLICT = "the first content of a revision stands; say what has changed in a higher revision"


class Arrived(NamedTuple):
    """A revision and the record that brought it."""

    record: Record
    revision: Revision


class Aggregator:
    """Keeps every revision of every report; the highest one counts, and none where that one withdraws.

    A revision that becomes known on day K changes panes of known day K only: the sum of the panes known by D is the
    count as it was known at the end of D. A lower revision that arrives late is kept and changes nothing, now or as of
    then: a higher one was known before it.
    """

    schema: ClassVar[str] = SCHEMA
    version: ClassVar[int] = VERSION

    def __init__(self) -> None:
        self._today = Today()

    def open(self, db: sqlite3.Connection) -> None:
        """See `Fold.open`."""
        self._today.forget()

    def due(self, log_time: int) -> int | None:
        """The passing of time changes no count."""
        return None

    def apply(self, batch: Batch) -> None:
        """Fold the batch, one known day after the other."""
        for known, records in groupby(batch, key=lambda record: england_day(record.log_time)):
            self._day(batch, known, records)

    def _day(self, batch: Batch, known: int, records: Iterable[Record]) -> None:
        arrived: list[Arrived] = []
        for record in records:
            match batch.read(record, REPORT_RECORD):
                case IncidentReport() as report:
                    arrived.append(Arrived(record, revision_of(report, known)))
                case TeamChanged() as change:
                    keep(batch.db, change, known)
        self._count(batch, known, list(_news(batch, arrived)))

    def _count(self, batch: Batch, known: int, news: Sequence[tuple[Record, Change]]) -> None:
        self._today.load(batch.db, known, {change.block for _, change in news})
        for record, change in news:
            self._today.change(change, record)
        for block in self._today.changed():
            put(batch, block, known)
        self._today.save(batch.db)


def _news(batch: Batch, arrived: Sequence[Arrived]) -> list[tuple[Record, Change]]:
    """Keep the revisions that are new, and return what they change."""
    histories = find(batch.db, list({one.revision.report for one in arrived}))
    fresh: list[Revision] = []
    news: list[tuple[Record, Change]] = []
    for record, revision in arrived:
        history = histories.setdefault(revision.report, {})
        if revision.revision in history:
            _again(batch, record, history[revision.revision], revision)
            continue
        news += [(record, change) for change in _changes(history, revision)]
        history[revision.revision] = revision
        fresh.append(revision)
    insert(batch.db, fresh)
    return news


def _changes(history: dict[int, Revision], new: Revision) -> list[Change]:
    if not history:
        return changes(None, new.counted)
    last = history[max(history)]
    return changes(last.counted, new.counted) if new.revision > last.revision else []


def _again(batch: Batch, record: Record, first: Revision, again: Revision) -> None:
    if first.digest == again.digest:
        batch.duplicate(record)
    else:
        batch.reject(record, reason="revision_conflict", field="/revision", message=CONFLICT)
