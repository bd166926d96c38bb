"""Waits until what a worker publishes has come far enough: until its marks say so."""

import asyncio
from collections.abc import Callable, Mapping

from aiokafka import AIOKafkaConsumer
from aiokafka.structs import TopicPartition

from schemas.control import MARK, Mark
from services.streaming.identity import log_identity
from services.streaming.marks import MARKS, mark_key
from services.streaming.settings import Settings
from tests.chaos.worker import GROUP
from tests.chaos.writing import INPUT

Marks = Mapping[int, Mark]
"""The last mark of each partition that has one."""


async def published(settings: Settings, ends: Mapping[int, int], within: float = 120.0, least: int = 0) -> None:
    """Return once every partition's mark is at its end; or, with `least`, once their positions sum to that."""

    def enough(marks: Marks) -> bool:
        at_end = all(one in marks and marks[one].position >= ends[one] for one in ends)
        return at_end or 0 < least <= sum(mark.position for mark in marks.values())

    await _until(settings, ends, enough, within)


async def timed(settings: Settings, ends: Mapping[int, int], after_ms: int, within: float = 60.0) -> None:
    """Return once all is published that follows from each partition's log being told a time after `after_ms`."""

    def enough(marks: Marks) -> bool:
        return all(one in marks and marks[one].log_time > after_ms for one in ends)

    await _until(settings, ends, enough, within)


async def _until(settings: Settings, ends: Mapping[int, int], enough: Callable[[Marks], bool], within: float) -> None:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        consumer.assign([TopicPartition(settings.topic(MARKS), partition) for partition in ends])
        _, topic_id, _ = await log_identity(settings.bootstrap, settings.topic(INPUT))
        await asyncio.wait_for(_follow(consumer, ends, enough, topic_id), within)
    finally:
        await consumer.stop()


async def _follow(
    consumer: AIOKafkaConsumer, ends: Mapping[int, int], enough: Callable[[Marks], bool], topic_id: str
) -> None:
    keys = {mark_key(GROUP, INPUT, partition).encode(): partition for partition in ends}
    marks: dict[int, Mark] = {}
    while not enough(marks):
        record = await consumer.getone()
        if record.key in keys and record.value is not None:
            mark = MARK.validate_json(record.value)
            if mark.topic_id == topic_id:
                marks[keys[record.key]] = mark
