"""The last committed value of one key of a compacted topic's partition."""

from aiokafka import AIOKafkaConsumer
from aiokafka.structs import TopicPartition

from services.streaming.settings import Settings


async def last_of(settings: Settings, topic: str, partition: int, key: str) -> bytes | None:
    """Reads the partition to its last stable offset. None where the key has no value, or a tombstone."""
    tp = TopicPartition(settings.topic(topic), partition)
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap,
        isolation_level="read_committed",
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    await consumer.start()
    try:
        consumer.assign([tp])
        return await _scan(consumer, tp, key.encode())
    finally:
        await consumer.stop()


async def _scan(consumer: AIOKafkaConsumer, tp: TopicPartition, key: bytes) -> bytes | None:
    end = (await consumer.end_offsets([tp]))[tp]
    await consumer.seek_to_beginning(tp)
    found: bytes | None = None
    while await consumer.position(tp) < end:
        for records in (await consumer.getmany(tp, timeout_ms=1_000, max_records=10_000)).values():
            for record in records:
                if record.key == key:
                    found = record.value
    return found
