"""`each`: an event is a finding by itself, until something that answers it is recorded."""

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
class Cover:
    """A process that answers what comes while it is open: from `opened` until `closed`, and at most for `lasts`.

    It always has a limit: what no feed carries, or nobody recorded, must not silence a rule for ever.
    """

    opened: Selection
    closed: Selection
    lasts: Limit


@dataclass(frozen=True, slots=True)
class Each:
    """Each of `of` that no cover held at the time, until one of `until`."""

    of: Selection
    until: Selection
    unless_open: tuple[Cover, ...]
    grades: tuple[Grade, ...]
    raises: tuple[Raise, ...]
    calendar: Calendar

    def selections(self) -> tuple[Selection, ...]:
        """Everything that its spans depend on."""
        covers = tuple(one for cover in self.unless_open for one in (cover.opened, cover.closed))
        return (self.of, self.until, *covers, *(one.pool for one in self.raises))

    def triggers(self) -> Selection:
        """What can begin a span."""
        return self.of

    def cures(self) -> frozenset[str]:
        """The event types that can end one or keep it from opening."""
        return self.until.types.union(*(cover.opened.types for cover in self.unless_open))

    def spans(self, history: History, rule: Facts) -> list[Span]:
        """One span for each anchor that nothing covered."""
        found = (self._span(anchor, history, rule) for anchor in history.of(self.of))
        return [span for span in found if span is not None]

    def _span(self, anchor: Event, history: History, rule: Facts) -> Span | None:
        if any(self._covers(cover, anchor, history) for cover in self.unless_open):
            return None
        end = first_after(history, self.until, anchor)
        closes = FOREVER if end is None else cured_at(end, anchor)
        steps = raised((Step(anchor.first, grade(self.grades, anchor), False),), self.raises, history, self.calendar)
        steps = tuple(step for step in steps if step.at < closes)
        return Span(rule, anchor, steps, closes, end, (anchor,)) if steps else None

    def _covers(self, cover: Cover, anchor: Event, history: History) -> bool:
        before = [one for one in history.of(cover.opened) if one.last < anchor.first]
        return any(self._still_open(cover, one, anchor, history) for one in before)

    def _still_open(self, cover: Cover, opened: Event, anchor: Event, history: History) -> bool:
        """Whether what `opened` began may still have been open when the anchor happened."""
        if cover.lasts.after(opened, self.calendar) <= anchor.first:
            return False
        end = first_after(history, cover.closed, opened)
        return end is None or end.last >= anchor.first
