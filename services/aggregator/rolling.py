"""Rolling counts as sums of day panes: any range of days, as of any day. Pure; days are ordinals."""

from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import NamedTuple

LENGTHS = (7, 28, 90, 365)
"""The rolling windows that are offered, in days."""


class Window(NamedTuple):
    """The days from `first` to `last`, both counted."""

    first: int
    last: int


class Pane(NamedTuple):
    """How much a count of `day` changed by what became known on `known`."""

    day: int
    known: int
    n: int


def ending(last: int, length: int) -> Window:
    """The window of `length` days of which `last` is the last."""
    return Window(last - length + 1, last)


def daily(panes: Iterable[Pane], as_of: int | None = None) -> dict[int, int]:
    """The count of each day by what was known at the end of `as_of`; by all that is known where that is None."""
    days: dict[int, int] = {}
    for pane in panes:
        if as_of is None or pane.known <= as_of:
            days[pane.day] = days.get(pane.day, 0) + pane.n
    return days


def total(days: Mapping[int, int], window: Window) -> int:
    """The count over the window."""
    return sum(n for day, n in days.items() if window.first <= day <= window.last)


def series(days: Mapping[int, int], shown: Window, length: int) -> list[int]:
    """For each day of `shown` the count of the `length` days that end with it."""
    start = shown.first - length
    sums = list(accumulate((days.get(day, 0) for day in range(start + 1, shown.last + 1)), initial=0))
    return [sums[end] - sums[end - length] for end in range(length, len(sums))]
