"""`sequence`: one event, and then another that should not have followed it."""

from dataclasses import dataclass

from services.triage.calendar import Calendar
from services.triage.events import Event
from services.triage.history import LONGEST_DAY, History, back_from, since
from services.triage.patterns.frame import Found, Opening
from services.triage.patterns.recent import recent, since_when
from services.triage.patterns.severity import Grade, grade
from services.triage.selection import Selection
from services.triage.spans import Step


@dataclass(frozen=True, slots=True)
class Sequence:
    """Each of `then` that came after one of `first`, less than `within` days later, with none of `broken_by` between.

    `parted_by`: with one of these between. `same`: both hold one code of this field in common. `linked`: where `then`
    says what it is about, that is `first`. The anchor is the later event; the severity is graded at the earlier one,
    the last that fits.
    """

    first: Selection
    then: Selection
    within: int
    grades: tuple[Grade, ...]
    calendar: Calendar
    broken_by: Selection | None = None
    same: str | None = None
    linked: bool = False
    parted_by: Selection | None = None

    def selections(self) -> tuple[Selection, ...]:
        """See `Reading.selections`."""
        between = (one for one in (self.broken_by, self.parted_by) if one is not None)
        return (self.first, self.then, *between)

    def triggers(self) -> Selection:
        """See `Reading.triggers`."""
        return self.then

    def least(self) -> int:
        """See `Reading.least`."""
        return 1

    def cures(self) -> frozenset[str]:
        """What between the two would have answered the first."""
        return frozenset() if self.broken_by is None else self.broken_by.types

    def at(self, anchor: Event, history: History) -> Found:
        """See `ByAnchor.at`."""
        first = self._first(anchor, history)
        if first is None:
            return Found((), anchor.last)
        step = Step(max(first.first, anchor.first), grade(self.grades, first), False)
        return Found((Opening(anchor, (step,), (first, anchor)),), anchor.last)

    def _first(self, then: Event, history: History) -> Event | None:
        """The last that fits."""
        oldest = since_when(then.first, self.within)
        for one in back_from(then, history.of(self.first)):
            if one.first < oldest:
                return None
            if recent(one, then.first, self.within, self.calendar) and self._fits(one, then, history):
                return one
        return None

    def _fits(self, first: Event, then: Event, history: History) -> bool:
        if self.linked and then.about is not None and then.about not in (first.ref, first.about):
            return False
        if self.same is not None and set(first.codes.get(self.same, ())).isdisjoint(then.codes.get(self.same, ())):
            return False
        if self.parted_by is not None and not _between(first, then, history, self.parted_by):
            return False
        return self.broken_by is None or not _between(first, then, history, self.broken_by)


def _between(first: Event, then: Event, history: History, selection: Selection) -> bool:
    """Whether one of the selection may have happened between the two."""
    for one in since(first.first - LONGEST_DAY, history.of(selection)):
        if one.first > then.last:
            return False
        if one.last >= first.first and one.ref not in (first.ref, then.ref):
            return True
    return False
