"""From a report to the panes that it counts in, and from one revision to the next. Pure.

A report is counted on one day. Where only the week or the month is known (`occurred_precision`), `occurred_on` is its
Monday, or the first of the month, and the report counts on that day: it lies in the windows that hold this day and in
no other.
Where not even that is known it counts on the day on which it was reported.
"""

from typing import NamedTuple

from schemas.reports import IncidentReport
from services.aggregator.cells import DIMENSIONS, MANY, NUMBER, SINGLE, TOTAL


class Block(NamedTuple):
    """Where and when reports are counted. `team` is "" for reports kept under their agency, `agency` too for those kept
    under the partnership; `day` is an ordinal."""

    area: str
    agency: str
    team: str
    day: int


class Counted(NamedTuple):
    """What one revision of a report counts as: once in each of `cells` (numbers of `CELLS`) of its block."""

    block: Block
    cells: frozenset[int]


class Change(NamedTuple):
    """These cells of a block go up or down by one."""

    block: Block
    cells: frozenset[int]
    by: int


_TOTAL = NUMBER[TOTAL]


def _numbers(dimension: str) -> dict[str | None, int]:
    """The cell of each value; a question that wasn't asked adds none beside that of every report."""
    return {None: _TOTAL} | {value: NUMBER[dimension, value] for value in DIMENSIONS[dimension]}


_SINGLE = [(field, _numbers(dimension)) for field, dimension in SINGLE.items()]
_MANY = [(field, _numbers(dimension)) for field, dimension in MANY.items()]


def counted(report: IncidentReport) -> Counted | None:
    """What this revision counts as; None where it withdraws the report."""
    if report.withdrawn:
        return None
    block = Block(report.area, report.agency or "", report.team or "", report.day.toordinal())
    return Counted(block, _cells(report))


def changes(old: Counted | None, new: Counted | None) -> list[Change]:
    """The difference between two revisions; cells in which both count are not touched."""
    if old is not None and new is not None and old.block == new.block:
        found = [
            Change(old.block, old.cells - new.cells, -1),
            Change(new.block, new.cells - old.cells, 1),
        ]
        return [change for change in found if change.cells]
    gone = [] if old is None else [Change(*old, -1)]
    return gone if new is None else [*gone, Change(*new, 1)]


def _cells(report: IncidentReport) -> frozenset[int]:
    said = vars(report)
    cells = [numbers[said[field]] for field, numbers in _SINGLE]
    for field, numbers in _MANY:
        cells += [numbers[value] for value in said[field]]
    return frozenset((_TOTAL, *cells))
