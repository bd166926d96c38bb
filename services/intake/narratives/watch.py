"""How many texts wait for the person who must read them, and how many have waited too long."""

import asyncio
import sqlite3
from collections.abc import Callable

from services.intake.metrics import Metrics
from services.intake.narratives.readings import Readings

EACH_S = 5.0


class Watch:
    """Shows it as metrics: an unread text past its clock pages like an S1 (domain: *a protection read*)."""

    def __init__(
        self, reader: sqlite3.Connection, readings: Readings, metrics: Metrics, now_ms: Callable[[], int]
    ) -> None:
        self._reader, self._readings, self._metrics, self._now_ms = reader, readings, metrics, now_ms

    async def run(self) -> None:
        """Runs until cancelled."""
        while True:
            self.show()
            await asyncio.sleep(EACH_S)

    def show(self) -> None:
        now = self._now_ms()
        due = [reading.due_ms for _, reading in self._readings.waiting(self._reader)]
        self._metrics.texts_waiting.set(len(due))
        self._metrics.texts_overdue.set(sum(each < now for each in due))
