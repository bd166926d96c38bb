"""The view over `counts` from which questions are answered: every pane, in the order in which they are summed."""

import sqlite3
from collections.abc import Sequence
from typing import Protocol

from schemas.counts import COUNT, Count
from services.aggregator.emission import TOPIC
from services.streaming.views import ViewSpec

SCHEMA = """
CREATE TABLE panes (
    area TEXT NOT NULL, dimension TEXT NOT NULL, agency TEXT NOT NULL, team TEXT NOT NULL, day INTEGER NOT NULL,
    value TEXT NOT NULL, known INTEGER NOT NULL, n INTEGER NOT NULL,
    PRIMARY KEY (area, dimension, agency, team, day, value, known)) WITHOUT ROWID
"""
"""Days are ordinals; `agency` and `team` are "" where the count has none."""


class Kept(Protocol):
    """A record of a compacted topic."""

    @property
    def value(self) -> bytes | None:
        """Its JSON."""


def apply(db: sqlite3.Connection, topic: str, records: Sequence[Kept]) -> None:
    """Keep the last value of each pane. One that came back to 0 is a value too: panes are never taken back."""
    counts = [COUNT.validate_json(record.value) for record in records if record.value is not None]
    db.executemany("INSERT OR REPLACE INTO panes VALUES (?, ?, ?, ?, ?, ?, ?, ?)", map(_row, counts))


def view_spec() -> ViewSpec:
    """The view for `services.streaming.views.View`."""
    return ViewSpec(name="counts", topics=(TOPIC,), schema=SCHEMA, apply=apply)


def _row(count: Count) -> tuple[str | int, ...]:
    where = (count.area, count.dimension, count.agency or "", count.team or "")
    return (*where, count.day.toordinal(), count.value, count.known_day.toordinal(), count.n)
