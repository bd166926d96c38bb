"""`absence`: after an event, something that should have followed was not recorded by a deadline."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from services.triage.calendar import Calendar
from services.triage.events import Event
from services.triage.history import History, back_from
from services.triage.limits import Limit
from services.triage.patterns.cures import Cure, cured_at
from services.triage.patterns.frame import Found, Opening
from services.triage.patterns.given import Evidence
from services.triage.patterns.severity import Grade, grade
from services.triage.selection import Selection
from services.triage.spans import FOREVER, Step


@dataclass(frozen=True, slots=True)
class Deadline:
    """From the end of `limit` the absence has a severity, graded at the anchor."""

    limit: Limit
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """After each of `after`: no one of `of` by the deadlines, which ascend.

    `clock_from`: the clock runs from the last of these up to the anchor, where there is one; else from the anchor.
    """

    after: Selection
    of: Cure
    deadlines: tuple[Deadline, ...]
    calendar: Calendar
    clock_from: Evidence | None = None
    _awaits: frozenset[str] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_awaits", self.of.of.types)

    def selections(self) -> tuple[Selection, ...]:
        """See `Reading.selections`."""
        return (self.after, self.of.of, *(() if self.clock_from is None else self.clock_from.selections()))

    def triggers(self) -> Selection:
        """See `Reading.triggers`."""
        return self.after

    def least(self) -> int:
        """See `Reading.least`."""
        return 1

    def cures(self) -> frozenset[str]:
        """What should have followed."""
        return self.of.of.types

    def at(self, anchor: Event, history: History) -> Found:
        """See `ByAnchor.at`. Nothing where it was cured before the instant of its first deadline."""
        cure = self.of.first(history, anchor)
        closes = FOREVER if cure is None else cured_at(cure, anchor)
        start = anchor if self.clock_from is None else self._start(anchor, history, self.clock_from)
        steps = tuple(self._steps(anchor, start, closes))
        if not steps:
            return Found((), closes)
        seen = (anchor,) if start is anchor else (start, anchor)
        whole = len(steps) == len(self.deadlines)
        return Found((Opening(anchor, steps, seen, closes, cure, awaits=self._awaits, whole=whole),), anchor.last)

    def _start(self, anchor: Event, history: History, clock_from: Evidence) -> Event:
        before = next(back_from(anchor, history.of(clock_from.of)), None)
        return before if before is not None and clock_from.holds(anchor, history, self.calendar) else anchor

    def _steps(self, anchor: Event, start: Event, closes: int) -> Iterator[Step]:
        for one in self.deadlines:
            at = max(one.limit.after(start, self.calendar), anchor.first)
            if at > closes:
                return
            yield Step(at, grade(one.grades, anchor), True)
