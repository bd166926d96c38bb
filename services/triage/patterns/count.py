"""`count`: at least so many events within so long."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.triage.calendar import Calendar
from services.triage.events import Event, order
from services.triage.history import LONGEST_DAY, History, since
from services.triage.patterns.frame import Opening
from services.triage.patterns.kinds import Kind
from services.triage.patterns.recent import since_when
from services.triage.patterns.severity import Grade, grade
from services.triage.selection import ANY, Conditions, Selection
from services.triage.spans import Step


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

    Of those about the same event (a referral) the first counts, and with `kind` only one of each kind. With `broken_by`
    only those in a row count: nothing of it may have happened between the first and the last.
    The anchor is the event with which the number was reached; it ends when the window no longer holds enough.
    """

    of: Selection
    thresholds: tuple[Threshold, ...]
    grades: tuple[Grade, ...]
    calendar: Calendar
    kind: Kind | None = None
    broken_by: Selection | None = None

    def selections(self) -> tuple[Selection, ...]:
        """See `Reading.selections`."""
        return (self.of, *(() if self.broken_by is None else (self.broken_by,)))

    def triggers(self) -> Selection:
        """See `Reading.triggers`."""
        return self.of

    def least(self) -> int:
        """See `Reading.least`."""
        return min(one.at_least for one in self.thresholds)

    def cures(self) -> frozenset[str]:
        """What breaks a row; else only time ends it."""
        return frozenset() if self.broken_by is None else self.broken_by.types

    def since(self, history: History, instant: int) -> Iterator[Opening]:
        """See `Stretched.since`: one for each unbroken stretch of time in which a threshold holds."""
        events = _once_each(history.of(self.of))
        start = bisect_left(events, instant, key=lambda one: one.first)
        broken = () if self.broken_by is None else history.of(self.broken_by)
        found = (run for one in self.thresholds for run in self._runs(events, start, one))
        runs = [run for run in found if not _broken(run.seen, broken)]
        for run in _joined(sorted(runs, key=lambda run: run.opener.order)):
            step = Step(run.opener.first, grade(self.grades, run.opener), False)
            yield Opening(run.opener, (step,), run.seen, run.closes)

    def _runs(self, events: Sequence[Event], start: int, threshold: Threshold) -> Iterator[_Run]:
        """Each event from the place `start` with which the number is in the window, and how long it stays there."""
        for end in range(max(threshold.at_least, start + 1), len(events) + 1):
            window = self._window(events, end, threshold)
            if not window:
                continue
            closes = self.calendar.days_after(window[0].first, threshold.within)
            if window[-1].first < closes and threshold.given.met_by(window[-1].codes):
                yield _Run(window[-1], closes, window)

    def _window(self, events: Sequence[Event], end: int, threshold: Threshold) -> tuple[Event, ...]:
        """The last events before the place `end` that make the number; none where there are too few in time.

        With `kind` each of them is of a kind of which no later one is: an event of two kinds is still one event.
        """
        if self.kind is None:
            return tuple(events[end - threshold.at_least : end])
        kinds, found = set[object](), list[Event]()
        oldest = since_when(events[end - 1].first, threshold.within)
        for place in range(end - 1, -1, -1):
            event = events[place]
            if event.first < oldest:
                break
            of = self.kind.of(event)
            if not kinds.issuperset(of):
                kinds.update(of)
                found.append(event)
            if len(found) >= threshold.at_least:
                return tuple(reversed(found))
        return ()


def _once_each(events: Sequence[Event]) -> Sequence[Event]:
    if all(event.about is None for event in events):
        return events
    first: dict[str, Event] = {}
    for event in events:
        first.setdefault(event.about or event.ref, event)
    return list(first.values())


def _broken(seen: Sequence[Event], breaks: Sequence[Event]) -> bool:
    for one in since(seen[0].first - LONGEST_DAY, breaks):
        if one.first > seen[-1].last:
            return False
        if one.last >= seen[0].first:
            return True
    return False


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
