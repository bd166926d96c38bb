"""`each`: an event is a finding by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from services.triage.history import History
from services.triage.patterns.frame import Opening
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

    def cures(self) -> frozenset[str]:
        """None of its own."""
        return frozenset()

    def openings(self, history: History) -> Iterator[Opening]:
        """See `Source.openings`."""
        for anchor in history.of(self.of):
            yield Opening(anchor, (Step(anchor.first, grade(self.grades, anchor), False),), (anchor,))
