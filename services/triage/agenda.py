"""When each child must be looked at again: instants of the log's time, and completeness of feeds."""

import heapq
from collections.abc import Iterator
from typing import NamedTuple

_TAKEN = -1
"""Stands for an instant that was handed out, until the child's next ones are set."""


class Appointment(NamedTuple):
    """An instant, and the child (area, key, number) to look at. Sorts by instant, then by child."""

    instant: int
    area: str
    key: str
    subject: int


class Agenda:
    """Appointments of the log's time (agency '') and of each (area, agency)'s feeds.

    A child has one with each; the last that was set holds.
    """

    def __init__(self) -> None:
        self._heaps: dict[tuple[str, str], list[Appointment]] = {}
        self._held: dict[int, dict[str, int]] = {}

    def load(self, one: Appointment, agency: str) -> None:
        """Take over an appointment that was made before."""
        heapq.heappush(self._heap(one.area, agency), one)
        self._held.setdefault(one.subject, {})[agency] = one.instant

    def holds(self, subject: int) -> bool:
        """Whether the child must be looked at again some time."""
        return bool(self._held.get(subject))

    def replace(self, subject: int, area: str, key: str, instants: dict[str, int]) -> bool:
        """Set the child's instants by agency; '' is the log's time. False when nothing changed."""
        held = self._held.get(subject, {})
        if held == instants:
            return False
        for agency, instant in instants.items():
            if held.get(agency) != instant:
                heapq.heappush(self._heap(area, agency), Appointment(instant, area, key, subject))
        if instants:
            self._held[subject] = instants
        else:
            del self._held[subject]
        return True

    def due(self, through: int) -> Iterator[Appointment]:
        """Takes out the appointments of the log's time up to `through`, ascending; more may be made meanwhile."""
        return self._take(self._heap("", ""), "", through)

    def complete(self, area: str, agency: str, through: int) -> list[Appointment]:
        """Takes out the children of the agency that wait for an instant up to `through`, ascending."""
        return list(self._take(self._heap(area, agency), agency, through))

    def next_due(self) -> int | None:
        """The earliest instant of the log's time."""
        heap = self._heap("", "")
        while heap and not self._holds(heap[0], ""):
            heapq.heappop(heap)
        return heap[0].instant if heap else None

    def _heap(self, area: str, agency: str) -> list[Appointment]:
        """The log's time is one for all areas."""
        return self._heaps.setdefault((area, agency) if agency else ("", ""), [])

    def _take(self, heap: list[Appointment], agency: str, through: int) -> Iterator[Appointment]:
        while heap and heap[0].instant <= through:
            one = heapq.heappop(heap)
            if self._holds(one, agency):
                self._held[one.subject] = {**self._held[one.subject], agency: _TAKEN}
                yield one

    def _holds(self, one: Appointment, agency: str) -> bool:
        return self._held.get(one.subject, {}).get(agency) == one.instant
