"""Read what is committed on a topic up to now, for a command that prints it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.structs import TopicPartition

from services.streaming.identity import log_identity
from services.streaming.records import Record
from services.streaming.settings import Settings


def every(record: Record) -> bool:
    """A filter that keeps all."""
    return True


async def read_topic(
    settings: Settings,
    topic: str,
    only: Callable[[Record], bool] = every,
    partitions: Callable[[int], bool] = lambda _: True,
) -> list[Record]:
    """The records committed up to now that pass `only`, of `partitions`, by partition and offset.

    `log_time` is their timestamp.
    """
    async with _consumer(settings) as consumer:
        chosen = [tp for tp in await _partitions(settings, topic) if partitions(tp.partition)]
        consumer.assign(chosen)
        ends = await consumer.end_offsets(chosen)
        found: list[Record] = []
        while [tp for tp in chosen if await consumer.position(tp) < ends[tp]]:
            for tp, records in (await consumer.getmany(timeout_ms=200)).items():
                made = (_record(topic, each) for each in records if each.offset < ends[tp])
                found += filter(only, made)
    return sorted(found, key=lambda record: (record.partition, record.offset))


async def last_values(settings: Settings, topic: str) -> list[bytes]:
    """The last value of each key of a compacted topic, tombstones left out, in the order in which they were written."""
    last: dict[bytes | None, bytes | None] = {}
    for record in await read_topic(settings, topic):
        last.pop(record.key, None)
        last[record.key] = record.value
    return [value for value in last.values() if value is not None]


async def stable_ends(settings: Settings, topic: str) -> dict[int, int]:
    """By partition, the offset below which everything is committed or aborted."""
    async with _consumer(settings) as consumer:
        ends: dict[TopicPartition, int] = await consumer.end_offsets(await _partitions(settings, topic))
    return {tp.partition: end for tp, end in ends.items()}


async def _partitions(settings: Settings, topic: str) -> list[TopicPartition]:
    name = settings.topic(topic)
    _, _, count = await log_identity(settings.bootstrap, name)
    return [TopicPartition(name, number) for number in range(count)]


@asynccontextmanager
async def _consumer(settings: Settings) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    try:
        await consumer.start()
        yield consumer
    finally:
        await consumer.stop()


def _record(topic: str, each: Any) -> Record:
    headers = tuple(each.headers)
    return Record(topic, each.partition, each.offset, each.timestamp, each.key, each.value, headers, each.timestamp)
