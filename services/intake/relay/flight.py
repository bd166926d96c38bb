"""Records handed to one producer and not answered yet."""

import asyncio
from collections.abc import Callable
from functools import partial

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from services.intake.outbox.rows import Outgoing, Pending
from services.intake.relay.kafka import send

MOST = 5_000
"""The most records in the air: bounds memory, and what is sent again after a fault."""


class FlightBroken(Exception):
    """A record failed, so what follows it has no sound sequence: it takes a new producer, and care."""


class Flight:
    """Sends through one producer. `landed` is told each record that Kafka has, `broken` of a failure."""

    def __init__(
        self,
        producer: AIOKafkaProducer,
        prefix: str,
        now_ms: Callable[[], int],
        landed: Callable[[Pending], None],
        broken: Callable[[], None] = lambda: None,
    ) -> None:
        self._producer = producer
        self._prefix = prefix
        self._now_ms = now_ms
        self._landed = landed
        self._air = 0
        self._changed = asyncio.Event()
        self._broken = broken
        self.failed: list[tuple[Pending, BaseException]] = []

    async def launch(self, pending: Pending) -> None:
        """Send behind what was launched. Raises `FlightBroken` when that failed, `KafkaError` when this can't go."""
        await self._until(lambda: self._air < MOST)
        future = await self._send(pending.record)
        self._air += 1
        future.add_done_callback(partial(self._answered, pending))

    async def settled(self) -> None:
        """Wait until everything launched is acknowledged. Raises `FlightBroken` when something wasn't."""
        await self._until(lambda: self._air == 0)

    async def alone(self, pending: Pending) -> None:
        """Send with nothing else in the air, and wait. Raises the record's own `KafkaError`."""
        await self.settled()
        await (await self._send(pending.record))
        self._landed(pending)

    async def come_down(self) -> None:
        """Wait until all is answered, well or not."""
        while self._air:
            self._changed.clear()
            await self._changed.wait()

    async def _send(self, record: Outgoing) -> "asyncio.Future[object]":
        return await send(self._producer, self._prefix, record, self._now_ms())

    async def _until(self, ready: Callable[[], bool]) -> None:
        while not ready() and not self.failed:
            self._changed.clear()
            await self._changed.wait()
        if self.failed:
            raise FlightBroken

    def _answered(self, pending: Pending, future: "asyncio.Future[object]") -> None:
        self._air -= 1
        self._changed.set()
        if future.cancelled():
            self._fail(pending, asyncio.CancelledError())
        elif (error := future.exception()) is not None:
            self._fail(pending, error)
        else:
            self._landed(pending)

    def _fail(self, pending: Pending, error: BaseException) -> None:
        self.failed.append((pending, error))
        self._broken()


def is_kafka(error: BaseException) -> bool:
    """Whether the fault is Kafka's or the network's, so that waiting helps; anything else is ours."""
    return isinstance(error, KafkaError | OSError | TimeoutError)
