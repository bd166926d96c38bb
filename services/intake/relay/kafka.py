"""The producer, and what its errors mean for a record."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    CorruptRecordException,
    MessageSizeTooLargeError,
    PolicyViolationError,
    RecordListTooLargeError,
    RecordTooLargeError,
    UnknownError,
    UnsupportedForMessageFormatError,
)

from services.intake.outbox.rows import Outgoing

MakeProducer = Callable[[], AIOKafkaProducer]

REFUSALS = (
    CorruptRecordException,
    MessageSizeTooLargeError,
    PolicyViolationError,
    RecordListTooLargeError,
    RecordTooLargeError,
    UnsupportedForMessageFormatError,
)
"""Answers that will be the same however often the record is sent.

`InvalidTimestampError` isn't one: no record is sent with a time later than ours, so our clock is ahead of the broker's,
which is wrong of every record alike. They wait on the disk until the clock is right.
"""

UNCLEAR = (UnknownError,)
"""May be a refusal that the client has no name for (`INVALID_RECORD`), or a fault of the broker's: worth some tries."""

STOP_S = 5.0


class PartitionsDifferError(RuntimeError):
    """The cluster's topic has another number of partitions than the configuration."""


def producer_for(bootstrap: str) -> MakeProducer:
    """A maker of idempotent producers: retries neither double nor reorder a partition's records."""
    return lambda: AIOKafkaProducer(
        bootstrap_servers=bootstrap, client_id="heed-intake", enable_idempotence=True, acks="all", linger_ms=0
    )


@asynccontextmanager
async def connected(make: MakeProducer, topics: Mapping[str, int]) -> AsyncIterator[AIOKafkaProducer]:
    """A started producer. `topics`: names on the cluster and the partitions that each must have.

    Raises `KafkaError` while Kafka is away, `PartitionsDifferError` when the topics aren't as configured.
    """
    producer = make()
    try:
        await producer.start()
        for topic, partitions in topics.items():
            await _check(producer, topic, partitions)
        yield producer
    finally:
        await _stop(producer)


async def send(producer: AIOKafkaProducer, prefix: str, record: Outgoing, now_ms: int) -> "asyncio.Future[object]":
    """Hand the record to the producer; the future is done when the broker has answered.

    Stamped as it was accepted, but never later than now: a clock may have been put right in between. An empty value is
    a tombstone: no record of ours is empty.
    """
    stamp = now_ms if record.timestamp is None else min(record.timestamp, now_ms)
    future: asyncio.Future[object] = await producer.send(
        prefix + record.topic, record.value or None, record.key, record.partition, stamp, list(record.headers)
    )
    return future


async def _check(producer: AIOKafkaProducer, topic: str, partitions: int) -> None:
    found = len(await producer.partitions_for(topic))
    if found != partitions:
        raise PartitionsDifferError(f"topic {topic} has {found} partitions; the configuration says {partitions}")


async def _stop(producer: AIOKafkaProducer) -> None:
    """Flush and close; with Kafka away a flush would last for ever, and the outbox holds what it didn't send."""
    try:
        await asyncio.wait_for(producer.stop(), STOP_S)
    except TimeoutError:
        await producer.client.close()
