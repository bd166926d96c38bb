"""The whole pilot as a stream of days, in the order in which agencies recorded."""

import heapq
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, count
from typing import Final

from services.heed.simulate.calendar import DAY, at
from services.heed.simulate.child import Child
from services.heed.simulate.entries import CaseEventEntry, Completion, Entry, ReportEntry, SimulatedDay
from services.heed.simulate.households import household
from services.heed.simulate.reports import report
from services.heed.simulate.truth import Truth
from services.heed.simulate.world import Place, World

BUSY: Final = (18, 18, 18, 17, 17, 6, 6)
"""How concerns spread over a week from Monday on."""
SUNDAY: Final = 6
Queue = list[tuple[tuple[object, str, int], int, Entry]]


@dataclass(frozen=True, slots=True)
class Pilot:
    """A simulated pilot. `days()` is a stream that can be asked for again; it holds only what isn't yet recorded.

    `households` and `reports` are how many there are in each area; `truth` is what the planted stories must come to.
    """

    world: World
    seed: int
    first: date
    last: date
    households: int
    reports: int
    planted: tuple[Child, ...]
    truth: tuple[Truth, ...]

    def days(self) -> Iterator[SimulatedDay]:
        """Each day's posts. What would be recorded after the last day isn't sent.

        On the eve of the first day the feeds say how far they are complete, the live ones too: to the past, not to now.
        """
        yield SimulatedDay(self.first - DAY, (), (), self._completions(self.first - DAY, weekly=True))
        queue: Queue = []
        numbers = count()
        for child in self.planted:
            _push(queue, numbers, child.entries)
        homes, made = self._counts(self.households), self._counts(self.reports)
        for number in range(self.length):
            day = self.first + number * DAY
            _push(queue, numbers, self._begun(day, homes(number), made(number)))
            yield self._day(day, _due(queue, day))

    @property
    def length(self) -> int:
        """How many days it lasts."""
        return (self.last - self.first).days + 1

    def _begun(self, day: date, homes: range, made: range) -> Iterator[Entry]:
        """All that ever follows from what begins on the day."""
        for place in self.world.places:
            for number in homes:
                for child in household(place, self.seed, number, day):
                    yield from child.entries
            for number in made:
                yield from report(place, self.seed, number, day)

    def _day(self, day: date, due: list[Entry]) -> SimulatedDay:
        events = tuple(entry for entry in due if isinstance(entry, CaseEventEntry))
        reports = tuple(entry for entry in due if isinstance(entry, ReportEntry))
        return SimulatedDay(day, events, reports, self._completions(day, weekly=day.weekday() == SUNDAY))

    def _completions(self, day: date, *, weekly: bool) -> tuple[Completion, ...]:
        """What happened before the day began has been recorded by its end, unless it comes late.

        Feeds of every day say so, and on one day of the week the weekly ones.
        """
        return tuple(
            Completion(feed.agency, place.area.code, feed.source, feed.types, at(day))
            for place in self.world.places
            for feed in place.feeds
            if weekly or feed.cadence != "weekly"
        )

    def _counts(self, total: int) -> Callable[[int], range]:
        """For the number of a day, the numbers of what begins on it: `total` in all, by the weights of the weekdays."""
        summed = [0, *accumulate(BUSY[(self.first + n * DAY).weekday()] for n in range(self.length))]
        return lambda number: range(total * summed[number] // summed[-1], total * summed[number + 1] // summed[-1])


def events_per_household(place: Place, seed: int, first: date, last: date, sample: int = 60) -> float:
    """How many case events a household gives on average by the last day: measured, since it depends on the feeds."""
    span = (last - first).days
    counted = 0
    for number in range(sample):
        day = first + timedelta(days=span * number // sample)
        children = household(place, seed, 1_000_000 + number, day)
        counted += sum(entry.recorded < at(last + DAY) for child in children for entry in child.entries)
    return counted / sample


def _push(queue: Queue, numbers: Iterator[int], entries: Iterable[Entry]) -> None:
    for entry in entries:
        heapq.heappush(queue, (entry.order, next(numbers), entry))


def _due(queue: Queue, day: date) -> list[Entry]:
    found: list[Entry] = []
    end = at(day + DAY)
    while queue and queue[0][2].recorded < end:
        found.append(heapq.heappop(queue)[2])
    return found
