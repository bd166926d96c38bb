"""What must hold at the anchor for it to count: earlier evidence, or a state of the child."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Protocol

from services.triage.calendar import Calendar
from services.triage.events import Event, order
from services.triage.history import History
from services.triage.selection import Selection


class Given(Protocol):
    """A condition on what came before."""

    def selections(self) -> tuple[Selection, ...]:
        """What it depends on."""

    def cures(self) -> frozenset[str]:
        """The event types that keep an anchor from counting."""

    def holds(self, anchor: Event, history: History, calendar: Calendar) -> bool:
        """Whether it holds at the anchor."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One of `of` happened up to the anchor, less than `within` days before.

    `latest`: of `pool` only the last one up to the anchor speaks, and it must be one of `of`.
    """

    of: Selection
    pool: Selection
    latest: bool
    within: int | None

    def selections(self) -> tuple[Selection, ...]:
        """See `Given.selections`."""
        return (self.of, self.pool)

    def cures(self) -> frozenset[str]:
        """None: evidence only adds."""
        return frozenset()

    def holds(self, anchor: Event, history: History, calendar: Calendar) -> bool:
        """See `Given.holds`."""
        before = up_to(anchor, history, self.pool)
        speaking = before[-1:] if self.latest else before
        return any(self.of.matches(one) and self._recent(one, anchor, calendar) for one in speaking)

    def _recent(self, one: Event, anchor: Event, calendar: Calendar) -> bool:
        return self.within is None or anchor.first < calendar.days_after(one.first, self.within)


@dataclass(frozen=True, slots=True)
class State:
    """The last of `opened` up to the anchor has not been followed by one of `closed` up to the anchor.

    What happened on the same day, without a time, is read in favour of the end.
    """

    opened: Selection
    closed: Selection

    def selections(self) -> tuple[Selection, ...]:
        """See `Given.selections`."""
        return (self.opened, self.closed)

    def cures(self) -> frozenset[str]:
        """What ends the state."""
        return self.closed.types

    def holds(self, anchor: Event, history: History, calendar: Calendar) -> bool:
        """See `Given.holds`."""
        opened = up_to(anchor, history, self.opened)
        if not opened:
            return False
        return not any(one.last >= opened[-1].first for one in up_to(anchor, history, self.closed))


def up_to(anchor: Event, history: History, selection: Selection) -> list[Event]:
    """Those that may have happened no later than the anchor, ascending; the anchor itself left out."""
    events = history.of(selection)
    return [one for one in events[: bisect_right(events, (anchor.last, FAR, ""), key=order)] if one.ref != anchor.ref]


FAR = 1 << 62
