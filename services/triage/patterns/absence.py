"""`absence`: after an event, something that should have followed was not recorded by a deadline."""

from dataclasses import dataclass

from services.triage.calendar import Calendar
from services.triage.events import Event
from services.triage.history import History
from services.triage.limits import Limit
from services.triage.patterns.cures import cured_at, first_after
from services.triage.patterns.severity import Grade, Raise, grade, raised
from services.triage.selection import Selection
from services.triage.spans import FOREVER, Facts, Span, Step


@dataclass(frozen=True, slots=True)
class Deadline:
    """From the end of `limit` the absence has a severity, graded at the anchor."""

    limit: Limit
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """After each of `after`: no one of `of` by the deadlines, which ascend. `raises` apply from the last one on."""

    after: Selection
    of: Selection
    deadlines: tuple[Deadline, ...]
    raises: tuple[Raise, ...]
    calendar: Calendar

    def selections(self) -> tuple[Selection, ...]:
        """Everything that its spans depend on."""
        return (self.after, self.of, *(one.pool for one in self.raises))

    def triggers(self) -> Selection:
        """What can begin a span."""
        return self.after

    def cures(self) -> frozenset[str]:
        """The event types that can end one or keep it from opening."""
        return self.of.types

    def spans(self, history: History, rule: Facts) -> list[Span]:
        """One span for each anchor that was not cured before its first deadline."""
        found = (self._span(anchor, history, rule) for anchor in history.of(self.after))
        return [span for span in found if span is not None]

    def _span(self, anchor: Event, history: History, rule: Facts) -> Span | None:
        cure = first_after(history, self.of, anchor)
        closes = FOREVER if cure is None else cured_at(cure, anchor)
        steps = tuple(one for one in self._steps(anchor, history) if one.at < closes)
        return Span(rule, anchor, steps, closes, cure, (anchor,)) if steps else None

    def _steps(self, anchor: Event, history: History) -> tuple[Step, ...]:
        deadlines = ((one.limit.after(anchor, self.calendar), grade(one.grades, anchor)) for one in self.deadlines)
        steps = tuple(Step(at, severity, True) for at, severity in deadlines)
        return raised(steps, self.raises, history, self.calendar)
