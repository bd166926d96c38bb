"""`siblings`: after harm to one child of a family, nothing was recorded about another by a deadline."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from services.triage.calendar import Calendar
from services.triage.events import Event
from services.triage.history import History
from services.triage.patterns.absence import Deadline
from services.triage.patterns.cures import cured_at
from services.triage.patterns.frame import Opening
from services.triage.patterns.severity import grade
from services.triage.selection import Selection
from services.triage.spans import FOREVER, Step


@dataclass(frozen=True, slots=True)
class Siblings:
    """After each of `after`, for each child of the family known before it: none of `of` about that child.

    On a family's history; known is a child with an earlier event of either kind. The finding is the sibling's.
    """

    after: Selection
    of: Selection
    deadlines: tuple[Deadline, ...]
    calendar: Calendar

    def selections(self) -> tuple[Selection, ...]:
        """See `Source.selections`."""
        return (self.after, self.of)

    def triggers(self) -> Selection:
        """See `Source.triggers`."""
        return self.after

    def cures(self) -> frozenset[str]:
        """Whatever shows that the sibling was thought of."""
        return self.of.types

    def openings(self, history: History) -> Iterator[Opening]:
        """See `Source.openings`."""
        anchors = history.of(self.after)
        if not anchors:
            return
        about = _by_subject(history.of(self.of))
        harmed = _by_subject(anchors)
        for anchor in anchors:
            for sibling in sorted(about.keys() | harmed.keys()):
                seen = (about.get(sibling, [])[:1], harmed.get(sibling, [])[:1])
                if sibling != anchor.subject and any(one.first < anchor.first for each in seen for one in each):
                    yield from self._opening(anchor, sibling, about.get(sibling, []))

    def _opening(self, anchor: Event, sibling: str, about: list[Event]) -> Iterator[Opening]:
        cure = next((one for one in about if one.last >= anchor.first), None)
        closes = FOREVER if cure is None else cured_at(cure, anchor)
        found = ((one.limit.after(anchor, self.calendar), grade(one.grades, anchor)) for one in self.deadlines)
        steps = tuple(Step(at, severity, True) for at, severity in found if at <= closes)
        if steps:
            yield Opening(anchor, steps, (anchor,), closes, cure, sibling, self.of.types)


def _by_subject(events: Iterable[Event]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = defaultdict(list)
    for one in events:
        found[one.subject].append(one)
    return found
