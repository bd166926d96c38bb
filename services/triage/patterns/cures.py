"""What should have followed an event: the first that did."""

from dataclasses import dataclass

from services.triage.events import Event
from services.triage.history import LONGEST_DAY, History, since
from services.triage.selection import Selection


@dataclass(frozen=True, slots=True)
class Cure:
    """Events that answer another. `linked`: where one says what it is about, only if that is the event in question."""

    of: Selection
    linked: bool = False

    def first(self, history: History, anchor: Event) -> Event | None:
        """The first that may have happened at or after the anchor.

        Where a date leaves the order within a day open, it is read in favour of the cure.
        """
        begins = anchor.first
        for one in since(begins - LONGEST_DAY, history.of(self.of)):
            if one.last >= begins and self._answers(one, anchor):
                return one
        return None

    def _answers(self, one: Event, anchor: Event) -> bool:
        if one.ref == anchor.ref:
            return False
        return not self.linked or one.about is None or one.about in (anchor.ref, anchor.about)


def cured_at(cure: Event, anchor: Event) -> int:
    """The earliest instant at which the cure may have happened, not before the anchor."""
    return max(cure.first, anchor.first)
