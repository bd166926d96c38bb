"""A test's own corner of Kafka: write to it, read what is committed, clean up."""

from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from services.heed.reading import read_topic
from services.streaming.records import Headers, Record
from services.streaming.settings import Settings


@dataclass(frozen=True, slots=True)
class Sent:
    """A record to write. `timestamp` is Unix milliseconds; None is now."""

    value: bytes | None
    key: bytes | None = None
    partition: int = 0
    headers: Headers = ()
    timestamp: int | None = None


class Cluster:
    """The topics under the prefix of `settings`."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    async def produce(self, topic: str, records: Sequence[Sent]) -> None:
        """Append the records, in order within each partition; returns when the broker has them all."""
        producer = AIOKafkaProducer(bootstrap_servers=self.settings.bootstrap, enable_idempotence=True, linger_ms=5)
        await producer.start()
        try:
            for sent in records:
                where = (self.settings.topic(topic), sent.value, sent.key, sent.partition, sent.timestamp)
                await producer.send(*where, headers=list(sent.headers))
            await producer.flush()
        finally:
            await producer.stop()

    async def read(self, topic: str) -> list[Record]:
        """Every committed record of the topic up to now, by partition and offset."""
        return await read_topic(self.settings, topic)

    async def close(self) -> None:
        """Delete every topic under the prefix."""
        admin = AIOKafkaAdminClient(bootstrap_servers=self.settings.bootstrap)
        await admin.start()
        try:
            ours = [name for name in await admin.list_topics() if name.startswith(self.settings.prefix)]
            await admin.delete_topics(ours)
        finally:
            await admin.close()
