"""The lane of case events: at once, in the order of acceptance."""

import asyncio
import sqlite3
from collections.abc import Callable

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.intake.outbox.rows import Pending, after
from services.intake.relay.care import Care
from services.intake.relay.flight import Flight, FlightBroken
from services.intake.relay.landings import Landings

PAGE = 1_000


class CasesPump:
    """Sends the outbox by seq. A row that is a barrier goes only when all before it is acknowledged."""

    def __init__(self, reader: sqlite3.Connection, landings: Landings, prefix: str, now_ms: Callable[[], int]) -> None:
        self._reader = reader
        self._landings = landings
        self._prefix = prefix
        self._now_ms = now_ms
        self._care = Care(landings)
        self._careful_to = 0
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Rows were committed."""
        self._wake.set()

    async def pump(self, producer: AIOKafkaProducer) -> None:
        flight = Flight(producer, self._prefix, self._now_ms, self._landings.landed, self._wake.set)
        try:
            await self._forward(flight)
        except (FlightBroken, KafkaError):
            await self._land(flight)
            raise

    async def _forward(self, flight: Flight) -> None:
        seq = 0
        while True:
            self._wake.clear()
            rows = after(self._reader, seq, PAGE)
            for row in rows:
                seq = int(row.place)
                await self._one(flight, row, seq)
            if flight.failed:
                raise FlightBroken
            if not rows:
                await self._wake.wait()

    async def _one(self, flight: Flight, row: Pending, seq: int) -> None:
        if seq <= self._careful_to:
            return await self._care.send(flight, row)
        if row.record.barrier:
            await flight.settled()
        try:
            await flight.launch(row)
        except KafkaError:
            self._careful_to = seq
            raise

    async def _land(self, flight: Flight) -> None:
        await flight.come_down()
        await self._landings.flushed()
        failed = [pending.place for pending, _ in flight.failed if isinstance(pending.place, int)]
        self._careful_to = max([self._careful_to, *failed])
