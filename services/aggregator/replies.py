"""From questions to answers, over a view."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from sqlite3 import Connection
from typing import Protocol

from services.aggregator.access import Organisations
from services.aggregator.answers import CountRow, CountsAnswer, SeriesAnswer, SeriesPoint
from services.aggregator.query import CountsQuery, SeriesQuery
from services.aggregator.rolling import Window, daily, series
from services.aggregator.sums import Sum, panes, reports, sums


class Readable(Protocol):
    """What is needed of a view."""

    def read(self) -> AbstractContextManager[Connection]:
        """A read-only connection for one short read."""

    def not_ready(self) -> list[str]:
        """Why answers should not be made from it yet."""


def counts(view: Readable, known: Organisations, query: CountsQuery, window: Window) -> CountsAnswer:
    """The counts that the query asks for. Those of teams and agencies that may not be shown count one level higher."""
    with view.read() as db:
        rows, total = sums(db, query, window), reports(db, query, window)
    return CountsAnswer(
        area=query.area,
        agency=query.agency,
        team=query.team,
        dimension=query.dimension,
        first=date.fromordinal(window.first),
        last=date.fromordinal(window.last),
        as_of=query.as_of,
        reports=total,
        rows=_shown(rows, known, query),
        withheld=known.withheld(query.area) if query.by == "team" else [],
    )


def points(view: Readable, query: SeriesQuery, window: Window) -> SeriesAnswer:
    """The rolling counts of each day of the window."""
    length = int(query.length)
    with view.read() as db:
        found = panes(db, query, Window(window.first - length + 1, window.last))
    numbers = enumerate(series(daily(found), window, length), window.first)
    return SeriesAnswer(
        area=query.area,
        agency=query.agency,
        team=query.team,
        dimension=query.dimension,
        value=query.value,
        length=length,
        as_of=query.as_of,
        points=[SeriesPoint(day=date.fromordinal(day), n=n) for day, n in numbers],
    )


def _shown(rows: Iterable[Sum], known: Organisations, query: CountsQuery) -> list[CountRow]:
    """The rows where they may be shown, those that meet there as one; the largest first."""
    found: dict[tuple[str, str, str], int] = {}
    for row in rows:
        where = (*known.home(query.area, row.agency or "", row.team or ""), row.value)
        found[where] = found.get(where, 0) + row.n
    ranked = sorted(found.items(), key=lambda one: (-one[1], one[0]))
    return [CountRow(agency=agency or None, team=team or None, value=value, n=n) for (agency, team, value), n in ranked]
