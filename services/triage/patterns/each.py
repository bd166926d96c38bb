"""`each`: an event is a finding by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.triage.events import Event
from services.triage.history import History
from services.triage.patterns.frame import Found, Opening, each_of
from services.triage.patterns.severity import Grade, grade
from services.triage.selection import Selection
from services.triage.spans import Step


@dataclass(frozen=True, slots=True)
class Each:
    """Each of `of`."""

    of: Selection
    grades: tuple[Grade, ...]

    def selections(self) -> tuple[Selection, ...]:
        """See `Source.selections`."""
        return (self.of,)

    def triggers(self) -> Selection:
        """See `Source.triggers`."""
        return self.of

    def least(self) -> int:
        """See `Source.least`."""
        return 1

    def cures(self) -> frozenset[str]:
        """None of its own."""
        return frozenset()

    def openings(self, history: History) -> Iterator[Opening]:
        """See `Source.openings`."""
        return each_of(self, history)

    def at(self, anchor: Event, history: History) -> Found:
        """See `Source.at`."""
        step = Step(anchor.first, grade(self.grades, anchor), False)
        return Found((Opening(anchor, (step,), (anchor,)),), anchor.last)
