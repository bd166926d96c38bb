"""`count`: at least so many events within so long."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.triage.calendar import Calendar
from services.triage.events import Event, order
from services.triage.history import History
from services.triage.patterns.severity import Grade, Raise, grade, raised
from services.triage.selection import ANY, Conditions, Selection
from services.triage.spans import Facts, Span, Step


@dataclass(frozen=True, slots=True)
class Threshold:
    """`at_least` events within less than `within` days, where the last of them meets `given`."""

    at_least: int
    within: int
    given: Conditions = ANY


class _Run(NamedTuple):
    """While a threshold holds: from the event `opener` until `closes`; `seen` are the events that make it hold."""

    opener: Event
    closes: int
    seen: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """While any of the thresholds holds for the events `of`.

    Of those about the same event (a referral) the first counts.
    The anchor is the event with which the number was reached; the finding ends when the window no longer holds enough.
    """

    of: Selection
    thresholds: tuple[Threshold, ...]
    grades: tuple[Grade, ...]
    raises: tuple[Raise, ...]
    calendar: Calendar

    def selections(self) -> tuple[Selection, ...]:
        """Everything that its spans depend on."""
        return (self.of, *(one.pool for one in self.raises))

    def triggers(self) -> Selection:
        """What can begin a span."""
        return self.of

    def cures(self) -> frozenset[str]:
        """None: only time ends it."""
        return frozenset()

    def spans(self, history: History, rule: Facts) -> list[Span]:
        """One span for each unbroken stretch of time in which a threshold holds."""
        events = _once_each(history.of(self.of))
        runs = sorted(
            (run for one in self.thresholds for run in _runs(events, one, self.calendar)),
            key=lambda run: run.opener.order,
        )
        return [self._span(run, history, rule) for run in _joined(runs)]

    def _span(self, run: _Run, history: History, rule: Facts) -> Span:
        steps = (Step(run.opener.first, grade(self.grades, run.opener), False),)
        kept = tuple(step for step in raised(steps, self.raises, history, self.calendar) if step.at < run.closes)
        return Span(rule, run.opener, kept, run.closes, None, run.seen)


def _once_each(events: Sequence[Event]) -> list[Event]:
    first: dict[str, Event] = {}
    for event in events:
        first.setdefault(event.about or event.ref, event)
    return list(first.values())


def _runs(events: Sequence[Event], threshold: Threshold, calendar: Calendar) -> Iterator[_Run]:
    """Each event with which the number is in the window, and how long that alone keeps it there."""
    for end in range(threshold.at_least, len(events) + 1):
        window = tuple(events[end - threshold.at_least : end])
        closes = calendar.days_after(window[0].first, threshold.within)
        if window[-1].first < closes and threshold.given.met_by(window[-1].codes):
            yield _Run(window[-1], closes, window)


def _joined(runs: Sequence[_Run]) -> list[_Run]:
    """Runs that overlap or touch, as one. Ascending by opener."""
    stretches: list[list[_Run]] = []
    closes = 0
    for run in runs:
        if stretches and run.opener.first <= closes:
            stretches[-1].append(run)
            closes = max(closes, run.closes)
        else:
            stretches.append([run])
            closes = run.closes
    return [_one(stretch) for stretch in stretches]


def _one(stretch: Sequence[_Run]) -> _Run:
    if len(stretch) == 1:
        return stretch[0]
    seen = {event.ref: event for run in stretch for event in run.seen}
    return _Run(stretch[0].opener, max(run.closes for run in stretch), tuple(sorted(seen.values(), key=order)))
