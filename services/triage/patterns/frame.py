"""What patterns share: a source says what began; the frame, whether it counts, when it ends and how grave it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, runtime_checkable

from services.triage.calendar import Calendar
from services.triage.events import Event
from services.triage.history import History, since
from services.triage.patterns.cover import Cover
from services.triage.patterns.cures import Cure, cured_at
from services.triage.patterns.given import Given
from services.triage.patterns.severity import Raise, raised
from services.triage.selection import Selection
from services.triage.spans import FOREVER, Answer, Facts, Span, Step


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


class Found(NamedTuple):
    """What one anchor began. What happens after `settled` can change it no more, but for what ends an opening."""

    openings: Sequence[Opening]
    settled: int


class Reading(Protocol):
    """What all sources share."""

    def selections(self) -> tuple[Selection, ...]:
        """Everything that its openings depend on."""

    def triggers(self) -> Selection:
        """What can begin one."""

    def least(self) -> int:
        """How many triggers a history must hold at least for an opening."""

    def cures(self) -> frozenset[str]:
        """The event types that can end one or keep it from opening."""


class ByAnchor(Reading, Protocol):
    """`each`, `absence`, `sequence` or `siblings`: what one anchor began doesn't depend on what others did."""

    def at(self, anchor: Event, history: History) -> Found:
        """What the anchor began. It depends on what came before, as far back as there is anything, and on what follows
        until it is settled."""


@runtime_checkable
class Stretched(Reading, Protocol):
    """`count`: openings depend on each other, but lie apart in time."""

    def since(self, history: History, instant: int) -> Iterable[Opening]:
        """Those that began at the instant or later, where none that began before lasts until then."""


Source = ByAnchor | Stretched


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
    _stretched: Stretched | None = field(init=False, compare=False, repr=False)
    _apart: ByAnchor | None = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        stretched = self.source if isinstance(self.source, Stretched) else None
        object.__setattr__(self, "_stretched", stretched)
        object.__setattr__(self, "_apart", None if stretched is not None else self.source)

    def selections(self) -> tuple[Selection, ...]:
        """Everything that its spans depend on."""
        given = tuple(one for each in self.given for one in each.selections())
        covers = tuple(one for cover in self.unless_open for one in (cover.opened, cover.closed))
        until = () if self.until is None else (self.until.of,)
        return (*self.source.selections(), *given, *covers, *until, *(one.pool for one in self.raises))

    def triggers(self) -> Selection:
        """What can begin a span."""
        return self.source.triggers()

    def least(self) -> int:
        """How many triggers a history must hold at least for a span."""
        return self.source.least()

    def cures(self) -> frozenset[str]:
        """The event types that can end a span or keep it from opening."""
        until = frozenset[str]() if self.until is None else self.until.of.types
        covers = (cover.opened.types for cover in self.unless_open)
        return self.source.cures().union(until, *covers, *(one.cures() for one in self.given))

    def spans(self, history: History, rule: Facts) -> list[Span]:
        """One span for each opening that counts."""
        if self._apart is not None:
            anchors = history.of(self.source.triggers())
            return [span for one in anchors for span in self._at(self._apart, one, history, rule).spans]
        return [span for _, answer in self.answers(history, rule, -FOREVER, ()) for span in answer.spans]

    def answers(
        self, history: History, rule: Facts, instant: int, before: Sequence[Event]
    ) -> Iterator[tuple[Event, Answer]]:
        """See `services.triage.compiled.Pattern.answers`."""
        if self._stretched is not None:
            begins = min((instant, *(one.first for one in before)))
            yield from self._stretches(self._stretched, history, rule, begins)
        if self._apart is not None:
            anchors = list(since(instant, history.of(self.source.triggers())))
            if before:
                late = {one.ref for one in anchors}
                anchors += [one for one in before if one.ref not in late and history.events.get(one.ref) is one]
            for anchor in anchors:
                yield anchor, self._at(self._apart, anchor, history, rule)

    def _stretches(
        self, source: Stretched, history: History, rule: Facts, instant: int
    ) -> Iterator[tuple[Event, Answer]]:
        for one in source.since(history, instant):
            span = self._span(one, history, rule)
            yield one.anchor, Answer(() if span is None else (span,), one.closes)

    def _at(self, source: ByAnchor, anchor: Event, history: History, rule: Facts) -> Answer:
        found = source.at(anchor, history)
        if not found.openings:
            return Answer((), found.settled)
        if not self._counts(anchor, history):
            return Answer((), anchor.last)
        settled, spans = found.settled, []
        for one in found.openings:
            closes, span = self._ended(one, history, rule)
            settled = max(settled, closes)
            spans += [] if span is None else [span]
        return Answer(spans, settled)

    def _span(self, one: Opening, history: History, rule: Facts) -> Span | None:
        if not self._counts(one.anchor, history):
            return None
        return self._ended(one, history, rule)[1]

    def _ended(self, one: Opening, history: History, rule: Facts) -> tuple[int, Span | None]:
        """When the opening ends, and its span, if there is anything of it before."""
        closes, by = self._end(one, history)
        steps = one.steps
        if self.raises and one.whole:
            steps = raised(steps, self.raises, one.anchor, history, self.calendar)
        closes = _breached(steps, closes)
        if steps[-1].at >= closes:
            steps = tuple(step for step in steps if step.at < closes)
        return closes, Span(rule, one.anchor, steps, closes, by, one.seen, one.subject, one.awaits) if steps else None

    def _counts(self, anchor: Event, history: History) -> bool:
        return all(one.holds(anchor, history, self.calendar) for one in self.given) and not any(
            cover.covers(anchor, history, self.calendar) for cover in self.unless_open
        )

    def _end(self, one: Opening, history: History) -> tuple[int, Event | None]:
        """The first end, and the event that makes it; of two at one instant, the event."""
        closes, by = one.closes, one.closed_by
        if self.lasts is not None:
            lasts = self.calendar.days_after(one.steps[0].at, self.lasts)
            if lasts < closes:
                closes, by = lasts, None
        cure = None if self.until is None else self.until.first(history, one.anchor)
        if cure is not None:
            at = cured_at(cure, one.anchor)
            if at < closes or (at == closes and by is None):
                closes, by = at, cure
        return closes, by


def _breached(steps: Sequence[Step], closes: int) -> int:
    """The end, or just after a deadline that passes at that very instant: then it is breached, and not before.

    So what is known to have come on the day after the last one comes late, whichever day of the week it is.
    """
    if closes == FOREVER:
        return closes
    return closes + any(step.absent and step.at == closes for step in steps)
