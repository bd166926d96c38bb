"""Writes the input so that the same steps give the same offsets: markers and aborted records lie where they lay."""

from collections.abc import Iterable, Sequence
from typing import Any

from aiokafka import AIOKafkaProducer

from services.heed.reading import stable_ends
from services.streaming.settings import Settings
from tests.chaos.events import Written
from tests.cluster import Sent

INPUT = "cases"


async def write(settings: Settings, steps: Iterable[Written]) -> dict[int, int]:
    """Append all steps to the input topic, in order; by partition, the offset at which it then ends."""
    plain = AIOKafkaProducer(bootstrap_servers=settings.bootstrap, enable_idempotence=True, linger_ms=5)
    transactional = AIOKafkaProducer(
        bootstrap_servers=settings.bootstrap, transactional_id=f"{settings.prefix}writer", linger_ms=0
    )
    await plain.start()
    await transactional.start()
    try:
        for step in steps:
            await (_send(plain, settings, step.records) if step.fate == "plain" else _end(transactional, settings, step))
    finally:
        await plain.stop()
        await transactional.stop()
    return await stable_ends(settings, INPUT)


async def _end(producer: AIOKafkaProducer, settings: Settings, step: Written) -> None:
    await producer.begin_transaction()
    await _send(producer, settings, step.records)
    await (producer.commit_transaction() if step.fate == "committed" else producer.abort_transaction())


async def _send(producer: AIOKafkaProducer, settings: Settings, records: Sequence[Sent]) -> None:
    sends: list[Any] = []
    for sent in records:
        where = (settings.topic(INPUT), sent.value, sent.key, sent.partition, sent.timestamp)
        sends.append(await producer.send(*where, headers=list(sent.headers)))
    for one in sends:
        await one
