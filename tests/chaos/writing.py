"""Writes the input so that the same steps give the same offsets: markers and aborted records lie where they lay."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.structs import TopicPartition
from tenacity import TryAgain, retry, stop_after_delay, wait_fixed

from services.streaming.settings import Settings
from tests.chaos.events import PARTITIONS, Written
from tests.cluster import Sent

INPUT = "cases"


async def write(settings: Settings, steps: Iterable[Written]) -> dict[int, int]:
    """Append all steps to the input topic, in order; by partition, the offset at which it then ends.

    All is written in transactions of one producer: the next one waits until the markers of the last are written, while
    a record outside a transaction may come to lie before or behind them.
    """
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap, transactional_id=f"{settings.prefix}writer", linger_ms=0
    )
    await producer.start()
    try:
        for step in steps:
            await producer.begin_transaction()
            await _send(producer, settings, step.records)
            await (producer.commit_transaction() if step.fate == "committed" else producer.abort_transaction())
    finally:
        await producer.stop()
    return await _ends(settings)


async def _send(producer: AIOKafkaProducer, settings: Settings, records: Sequence[Sent]) -> None:
    sends: list[Any] = []
    for sent in records:
        where = (settings.topic(INPUT), sent.value, sent.key, sent.partition, sent.timestamp)
        sends.append(await producer.send(*where, headers=list(sent.headers)))
    for one in sends:
        await one


@retry(wait=wait_fixed(0.02), stop=stop_after_delay(30))
async def _ends(settings: Settings) -> dict[int, int]:
    """The ends, once the last transaction's markers are written: they follow its commit."""
    stable, whole = await asyncio.gather(_end(settings, "read_committed"), _end(settings, "read_uncommitted"))
    if stable != whole:
        raise TryAgain
    return whole


async def _end(settings: Settings, isolation: str) -> dict[int, int]:
    consumer = AIOKafkaConsumer(bootstrap_servers=settings.bootstrap, isolation_level=isolation)
    await consumer.start()
    try:
        ends = await consumer.end_offsets([TopicPartition(settings.topic(INPUT), one) for one in range(PARTITIONS)])
        return {tp.partition: end for tp, end in ends.items()}
    finally:
        await consumer.stop()
