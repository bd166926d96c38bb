"""`siblings`: after harm to one child of a family, nothing was recorded about another by a deadline."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from services.triage.calendar import Calendar
from services.triage.events import Event
from services.triage.history import LONGEST_DAY, History, since
from services.triage.patterns.absence import Deadline
from services.triage.patterns.cures import cured_at
from services.triage.patterns.frame import Found, Opening
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
        """See `Reading.selections`."""
        return (self.after, self.of)

    def triggers(self) -> Selection:
        """See `Reading.triggers`."""
        return self.after

    def least(self) -> int:
        """See `Reading.least`."""
        return 1

    def cures(self) -> frozenset[str]:
        """Whatever shows that the sibling was thought of."""
        return self.of.types

    def at(self, anchor: Event, history: History) -> Found:
        """See `ByAnchor.at`."""
        siblings = self._known(anchor, history) if len(history.subjects) > 1 else ()
        if not siblings:
            return Found((), anchor.last)
        cures = _first_by_subject(since(anchor.first - LONGEST_DAY, history.of(self.of)), anchor, siblings)
        found, settled = [], anchor.last
        for sibling in sorted(siblings):
            cure = cures.get(sibling)
            closes = FOREVER if cure is None else cured_at(cure, anchor)
            steps = tuple(self._steps(anchor, closes))
            if steps:
                found.append(Opening(anchor, steps, (anchor,), closes, cure, sibling, self.of.types))
            settled = max(settled, closes)
        return Found(found, settled)

    def _known(self, anchor: Event, history: History) -> set[str]:
        """The children of the family, but the anchor's, of whom an earlier event is known."""
        before = (one for each in (self.of, self.after) for one in history.of(each) if one.first < anchor.first)
        return {one.subject for one in before} - {anchor.subject}

    def _steps(self, anchor: Event, closes: int) -> Iterator[Step]:
        for one in self.deadlines:
            at = one.limit.after(anchor, self.calendar)
            if at <= closes:
                yield Step(at, grade(one.grades, anchor), True)


def _first_by_subject(events: Iterable[Event], anchor: Event, subjects: Collection[str]) -> dict[str, Event]:
    """Of each child the first that may have happened at or after the anchor."""
    found: dict[str, Event] = {}
    for one in events:
        if one.subject in subjects and one.last >= anchor.first and one.subject not in found:
            found[one.subject] = one
            if len(found) == len(subjects):
                break
    return found
