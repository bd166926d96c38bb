"""Waits until all outputs of the input are published: until each partition's mark has reached its end."""

import asyncio
from collections.abc import Mapping

from aiokafka import AIOKafkaConsumer
from aiokafka.structs import TopicPartition

from schemas.control import MARK
from services.streaming.marks import MARKS, mark_key
from services.streaming.settings import Settings
from tests.chaos.worker import GROUP
from tests.chaos.writing import INPUT


async def published(settings: Settings, ends: Mapping[int, int], within: float = 120.0, least: int = 0) -> None:
    """Return once every partition's mark is at its end; or, with `least`, once their positions sum to that."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        consumer.assign([TopicPartition(settings.topic(MARKS), partition) for partition in ends])
        await asyncio.wait_for(_follow(consumer, dict(ends), least), within)
    finally:
        await consumer.stop()


async def _follow(consumer: AIOKafkaConsumer, ends: dict[int, int], least: int) -> None:
    keys = {mark_key(GROUP, INPUT, partition).encode(): partition for partition in ends}
    reached = dict.fromkeys(ends, 0)
    while not (all(reached[one] >= ends[one] for one in ends) or 0 < least <= sum(reached.values())):
        record = await consumer.getone()
        if record.key in keys and record.value is not None:
            reached[keys[record.key]] = MARK.validate_json(record.value).position
