"""What patterns share: a source says what began; the frame, whether it counts, when it ends and how grave it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from services.triage.calendar import Calendar
from services.triage.events import Event
from services.triage.history import History
from services.triage.patterns.cover import Cover
from services.triage.patterns.cures import Cure, cured_at
from services.triage.patterns.given import Given
from services.triage.patterns.severity import Raise, raised
from services.triage.selection import Selection
from services.triage.spans import FOREVER, Facts, Span, Step


class Opening(NamedTuple):
    """What a source found. Its fields are those of `Span`.

    `whole`: all its steps are there, and not only those before its end: what raises the last step may speak.
    """

    anchor: Event
    steps: tuple[Step, ...]
    seen: tuple[Event, ...]
    closes: int = FOREVER
    closed_by: Event | None = None
    subject: str = ""
    awaits: frozenset[str] = frozenset()
    whole: bool = True


class Source(Protocol):
    """`each`, `count`, `absence`, `sequence` or `siblings`."""

    def selections(self) -> tuple[Selection, ...]:
        """Everything that its openings depend on."""

    def triggers(self) -> Selection:
        """What can begin one."""

    def cures(self) -> frozenset[str]:
        """The event types that can end one or keep it from opening."""

    def openings(self, history: History) -> Iterable[Opening]:
        """What began, ascending by anchor."""


@dataclass(frozen=True, slots=True)
class Framed:
    """A pattern. All of `given` must hold at the anchor, and no cover of `unless_open`.

    It ends with the source's own end, with the first of `until`, or `lasts` days after it began.
    """

    source: Source
    calendar: Calendar
    given: tuple[Given, ...] = ()
    unless_open: tuple[Cover, ...] = ()
    until: Cure | None = None
    lasts: int | None = None
    raises: tuple[Raise, ...] = ()

    def selections(self) -> tuple[Selection, ...]:
        """Everything that its spans depend on."""
        given = tuple(one for each in self.given for one in each.selections())
        covers = tuple(one for cover in self.unless_open for one in (cover.opened, cover.closed))
        until = () if self.until is None else (self.until.of,)
        return (*self.source.selections(), *given, *covers, *until, *(one.pool for one in self.raises))

    def triggers(self) -> Selection:
        """What can begin a span."""
        return self.source.triggers()

    def cures(self) -> frozenset[str]:
        """The event types that can end a span or keep it from opening."""
        until = frozenset[str]() if self.until is None else self.until.of.types
        covers = (cover.opened.types for cover in self.unless_open)
        return self.source.cures().union(until, *covers, *(one.cures() for one in self.given))

    def spans(self, history: History, rule: Facts) -> list[Span]:
        """One span for each opening that counts."""
        found = (self._span(one, history, rule) for one in self.source.openings(history))
        return [span for span in found if span is not None]

    def _span(self, one: Opening, history: History, rule: Facts) -> Span | None:
        if not self._counts(one.anchor, history):
            return None
        closes, by = self._end(one, history)
        steps = raised(one.steps, self.raises, one.anchor, history, self.calendar) if one.whole else one.steps
        closes = _breached(steps, closes)
        steps = tuple(step for step in steps if step.at < closes)
        return Span(rule, one.anchor, steps, closes, by, one.seen, one.subject, one.awaits) if steps else None

    def _counts(self, anchor: Event, history: History) -> bool:
        return all(one.holds(anchor, history, self.calendar) for one in self.given) and not any(
            cover.covers(anchor, history, self.calendar) for cover in self.unless_open
        )

    def _end(self, one: Opening, history: History) -> tuple[int, Event | None]:
        """The first end, and the event that makes it; of two at one instant, the event."""
        ends = [(one.closes, one.closed_by)]
        if self.lasts is not None:
            ends.append((self.calendar.days_after(one.steps[0].at, self.lasts), None))
        cure = None if self.until is None else self.until.first(history, one.anchor)
        if cure is not None:
            ends.append((cured_at(cure, one.anchor), cure))
        return min(ends, key=lambda end: (end[0], end[1] is None))


def _breached(steps: Sequence[Step], closes: int) -> int:
    """The end, or just after a deadline that passes at that very instant: then it is breached, and not before.

    So what is known to have come on the day after the last one comes late, whichever day of the week it is.
    """
    return closes + any(step.absent and step.at == closes for step in steps)
