"""What should have followed an event: the first that did."""

from bisect import bisect_left

from services.triage.calendar import DAY, HOUR
from services.triage.events import Event, order
from services.triage.history import History
from services.triage.selection import Selection

_LONGEST_DAY = DAY + HOUR


def first_after(history: History, cures: Selection, anchor: Event) -> Event | None:
    """The first of the cures that may have happened at or after the anchor.

    Where a date leaves the order within a day open, it is read in favour of the cure.
    """
    events = history.of(cures)
    start = bisect_left(events, (anchor.first - _LONGEST_DAY, 0, ""), key=order)
    return next((one for one in events[start:] if one.last >= anchor.first and one.ref != anchor.ref), None)


def cured_at(cure: Event, anchor: Event) -> int:
    """The earliest instant at which the cure may have happened, not before the anchor."""
    return max(cure.first, anchor.first)
