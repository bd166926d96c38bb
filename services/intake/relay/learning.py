"""The lane of learning reports: in shuffled batches, at times that say nothing about when a report came."""

import asyncio
import random
import secrets
import sqlite3
from collections.abc import Callable, Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.intake.outbox.rows import Pending, waiting_learning
from services.intake.pace import Pace
from services.intake.relay.care import Care
from services.intake.relay.flight import Flight, FlightBroken
from services.intake.relay.landings import Landings

MOST = 20_000


def shuffled(rows: Sequence[tuple[int, Pending]], chance: random.Random) -> list[Pending]:
    """The rows (revision, record) in an order that arrival has no part in; revisions of one report stay in order."""
    draw: dict[bytes, float] = {}
    for _, row in rows:
        draw.setdefault(row.record.key, chance.random())
    return [row for _, row in sorted(rows, key=lambda each: (draw[each[1].record.key], each[0]))]


class LearningPump:
    """At its pace sends all that waits."""

    def __init__(
        self,
        reader: sqlite3.Connection,
        landings: Landings,
        prefix: str,
        pace: Pace,
        now_ms: Callable[[], int],
    ) -> None:
        self._reader = reader
        self._landings = landings
        self._prefix = prefix
        self._pace = pace
        self._now_ms = now_ms
        self._care = Care(landings)
        self._careful = False
        self._chance = secrets.SystemRandom()

    async def pump(self, producer: AIOKafkaProducer) -> None:
        flight = Flight(producer, self._prefix, self._now_ms, self._landings.landed)
        while True:
            await asyncio.sleep(self._pace())
            try:
                await self._batch(flight)
            except (FlightBroken, KafkaError):
                await self._land(flight)
                raise

    async def _batch(self, flight: Flight) -> None:
        for row in shuffled(waiting_learning(self._reader, MOST), self._chance):
            if self._careful:
                await self._care.send(flight, row)
            else:
                await flight.launch(row)
        await flight.settled()
        await self._landings.flushed()
        self._careful = False

    async def _land(self, flight: Flight) -> None:
        await flight.come_down()
        await self._landings.flushed()
        self._careful = True
