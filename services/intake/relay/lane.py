"""A lane of the relay: a producer of its own, taken anew after each fault, for ever."""

import asyncio
from collections.abc import Mapping
from typing import Protocol

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import InvalidTimestampError

from services.intake.metrics import Metrics
from services.intake.relay.flight import FlightBroken, is_kafka
from services.intake.relay.kafka import MakeProducer, PartitionsDifferError, connected

FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 5.0


class Pump(Protocol):
    """Moves rows through one producer until it is cancelled or something fails."""

    async def pump(self, producer: AIOKafkaProducer) -> None: ...


class Lane:
    """Keeps a pump running. `connected` says whether it has a producer now."""

    def __init__(self, name: str, pump: Pump, make: MakeProducer, topics: Mapping[str, int], metrics: Metrics) -> None:
        self._name = name
        self._pump = pump
        self._make = make
        self._topics = topics
        self._metrics = metrics
        self._log = structlog.get_logger("intake.relay").bind(lane=name)
        self._wait = FIRST_WAIT_S
        self.connected = False
        self._show(False)

    async def run(self) -> None:
        """Runs until cancelled. Faults of Kafka are waited out; any other exception ends it."""
        while True:
            try:
                await self._fly()
            except FlightBroken:
                self._metrics.restarts.labels(self._name, "record").inc()
            except Exception as error:
                if not is_kafka(error) and not isinstance(error, PartitionsDifferError):
                    raise
                await self._pause(error)
            finally:
                self._show(False)

    async def _fly(self) -> None:
        async with connected(self._make, self._topics) as producer:
            self._wait = FIRST_WAIT_S
            self._show(True)
            await self._pump.pump(producer)

    async def _pause(self, error: Exception) -> None:
        self._metrics.restarts.labels(self._name, type(error).__name__).inc()
        said = "this clock is ahead of kafka's" if isinstance(error, InvalidTimestampError) else "kafka is away"
        self._log.warning(said, fault=type(error).__name__, retry_s=self._wait)
        await asyncio.sleep(self._wait)
        self._wait = min(LONGEST_WAIT_S, self._wait * 2)

    def _show(self, connected: bool) -> None:
        self.connected = connected
        self._metrics.connected.labels(self._name).set(connected)
