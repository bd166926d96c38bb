"""What must hold at the anchor for it to count: earlier evidence, or a state of the child."""

from dataclasses import dataclass
from typing import Protocol

from services.triage.calendar import Calendar
from services.triage.events import Event
from services.triage.history import LONGEST_DAY, History, back_from
from services.triage.patterns.recent import recent, since_when
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
        oldest = since_when(anchor.first, self.within)
        for one in back_from(anchor, history.of(self.pool)):
            if one.first < oldest:
                return False
            if (self.of is self.pool or self.of.matches(one)) and recent(one, anchor.first, self.within, calendar):
                return True
            if self.latest:
                return False
        return False


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
        opened = next(back_from(anchor, history.of(self.opened)), None)
        if opened is None:
            return False
        for one in back_from(anchor, history.of(self.closed)):
            if one.last >= opened.first:
                return False
            if one.first < opened.first - LONGEST_DAY:
                break
        return True
