"""`each`: an event is a finding by itself."""

from dataclasses import dataclass

from services.triage.events import Event
from services.triage.history import History
from services.triage.patterns.frame import Found, Opening
from services.triage.patterns.severity import Grade, grade
from services.triage.selection import Selection
from services.triage.spans import Step


@dataclass(frozen=True, slots=True)
class Each:
    """Each of `of`."""

    of: Selection
    grades: tuple[Grade, ...]

    def selections(self) -> tuple[Selection, ...]:
        """See `Reading.selections`."""
        return (self.of,)

    def triggers(self) -> Selection:
        """See `Reading.triggers`."""
        return self.of

    def least(self) -> int:
        """See `Reading.least`."""
        return 1

    def cures(self) -> frozenset[str]:
        """None of its own."""
        return frozenset()

    def at(self, anchor: Event, history: History) -> Found:
        """See `ByAnchor.at`."""
        step = Step(anchor.first, grade(self.grades, anchor), False)
        return Found((Opening(anchor, (step,), (anchor,)),), anchor.last)
