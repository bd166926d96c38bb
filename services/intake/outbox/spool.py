"""How much waits, and when that is too much."""

import time
from collections.abc import Callable

from services.intake.metrics import Metrics
from services.intake.outbox.rows import Pending


def wall_ms() -> int:
    """The wall clock, Unix milliseconds."""
    return time.time_ns() // 1_000_000


class Spool:
    """A count of the rows that wait; used from the event loop only."""

    def __init__(self, waiting: int, limit: int, metrics: Metrics, now_ms: Callable[[], int] = wall_ms) -> None:
        self._limit = limit
        self._metrics = metrics
        self._now_ms = now_ms
        self.waiting = waiting
        self._show()

    def room(self, rows: int = 1) -> bool:
        """Whether so many rows more may be promised."""
        return self.waiting + rows <= self._limit

    def entered(self, rows: int) -> None:
        self.waiting += rows
        self._show()

    def left(self, rows: int) -> None:
        self.waiting -= rows
        self._show()

    def delivered(self, pending: Pending) -> None:
        """Measure the way to Kafka; never of the learning lane nor of a protection half, whose times are nobody's."""
        if pending.record.timestamp is not None and isinstance(pending.place, int):
            self._metrics.relay_seconds.observe(max(0, self._now_ms() - pending.record.timestamp) / 1000)

    def moved_aside(self, reason: str) -> None:
        self.left(1)
        self._metrics.moved_aside.labels(reason).inc()

    def _show(self) -> None:
        self._metrics.spool_rows.set(self.waiting)
