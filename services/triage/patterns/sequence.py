"""`sequence`: one event, and then another that should not have followed it."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from services.triage.calendar import Calendar
from services.triage.events import Event, order
from services.triage.history import History
from services.triage.patterns.cures import LONGEST_DAY
from services.triage.patterns.frame import Opening
from services.triage.patterns.given import up_to
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
        """See `Source.selections`."""
        between = (one for one in (self.broken_by, self.parted_by) if one is not None)
        return (self.first, self.then, *between)

    def triggers(self) -> Selection:
        """See `Source.triggers`."""
        return self.then

    def cures(self) -> frozenset[str]:
        """What between the two would have answered the first."""
        return frozenset() if self.broken_by is None else self.broken_by.types

    def openings(self, history: History) -> Iterator[Opening]:
        """See `Source.openings`."""
        for then in history.of(self.then):
            first = next(
                (one for one in reversed(up_to(then, history, self.first)) if self._fits(one, then, history)), None
            )
            if first is not None:
                at = max(first.first, then.first)
                yield Opening(then, (Step(at, grade(self.grades, first), False),), (first, then))

    def _fits(self, first: Event, then: Event, history: History) -> bool:
        if then.first >= self.calendar.days_after(first.first, self.within):
            return False
        if self.linked and then.about is not None and then.about not in (first.ref, first.about):
            return False
        if self.same is not None and set(first.codes.get(self.same, ())).isdisjoint(then.codes.get(self.same, ())):
            return False
        if self.parted_by is not None and not _between(first, then, history, self.parted_by):
            return False
        return self.broken_by is None or not _between(first, then, history, self.broken_by)


def _between(first: Event, then: Event, history: History, selection: Selection) -> bool:
    """Whether one of the selection may have happened between the two."""
    events = history.of(selection)
    start = bisect_left(events, (first.first - LONGEST_DAY, 0, ""), key=order)
    return any(
        one.last >= first.first and one.first <= then.last and one.ref not in (first.ref, then.ref)
        for one in events[start:]
    )
