"""Sums of the view's panes. SQL only."""

import sqlite3
from typing import Final, NamedTuple

from services.aggregator.query import By, CountsQuery, Question, SeriesQuery
from services.aggregator.rolling import Pane, Window

NO_END: Final = 10_000_000
"""Later than any day: with it as the last known day, all that is known counts."""

COLUMNS: Final[dict[By, str]] = {
    "value": "NULL, NULL, value",
    "agency": "agency, NULL, value",
    "team": "agency, team, value",
}
GROUPS: Final[dict[By, str]] = {"value": "value", "agency": "agency, value", "team": "agency, team, value"}


class Sum(NamedTuple):
    """One row of an answer. `agency` and `team` are "" for what is kept above them, None where the rows aren't per
    agency or team."""

    agency: str | None
    team: str | None
    value: str
    n: int


def sums(db: sqlite3.Connection, query: CountsQuery, window: Window) -> list[Sum]:
    """The counts that the query asks for over the window, in no order; none that is 0."""
    conditions, values = _where(query, query.dimension, window)
    if query.value is not None:
        conditions, values = f"{conditions} AND value = ?", [*values, query.value]
    statement = (
        f"SELECT {COLUMNS[query.by]}, sum(n) AS total FROM panes WHERE {conditions} "  # noqa: S608 (constants only)
        f"GROUP BY {GROUPS[query.by]} HAVING total <> 0"
    )
    return [Sum(*row) for row in db.execute(statement, values)]


def reports(db: sqlite3.Connection, query: Question, window: Window) -> int:
    """How many reports the query's area, agency or team has in the window."""
    conditions, values = _where(query, "total", window)
    statement = f"SELECT coalesce(sum(n), 0) FROM panes WHERE {conditions}"  # noqa: S608 (constants only)
    return int(db.execute(statement, values).fetchone()[0])


def panes(db: sqlite3.Connection, query: SeriesQuery, window: Window) -> list[Pane]:
    """The panes of the query's value in the window."""
    conditions, values = _where(query, query.dimension, window)
    statement = f"SELECT day, known, n FROM panes WHERE {conditions} AND value = ?"  # noqa: S608 (constants only)
    return [Pane(*row) for row in db.execute(statement, [*values, query.value])]


def _where(query: Question, dimension: str, window: Window) -> tuple[str, list[str | int]]:
    as_of = query.as_of.toordinal() if query.as_of else NO_END
    conditions = "area = ? AND dimension = ? AND day BETWEEN ? AND ? AND known <= ?"
    values: list[str | int] = [query.area, dimension, *window, as_of]
    for column, given in (("agency", query.agency), ("team", query.team)):
        if given is not None:
            conditions, values = f"{conditions} AND {column} = ?", [*values, given]
    return conditions, values
