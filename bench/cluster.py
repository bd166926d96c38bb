"""The benchmark's side of Kafka: topics, the log, duplicates that keep it moving."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from confluent_kafka import Producer  # type: ignore[import-untyped]  # it ships without types

from bench.reports import Keyed

NUDGE_S = 0.25


@contextlib.asynccontextmanager
async def admin(bootstrap: str) -> AsyncIterator[AIOKafkaAdminClient]:
    """A started admin client."""
    client = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await client.start()
    try:
        yield client
    finally:
        await client.close()


@contextlib.asynccontextmanager
async def topics(bootstrap: str, prefix: str, names: Iterable[str], partitions: int = 1) -> AsyncIterator[None]:
    """Topics for the block; at its end all of that prefix go, those of contenders' making too."""
    async with admin(bootstrap) as client:
        await client.create_topics(
            [NewTopic(prefix + name, num_partitions=partitions, replication_factor=1) for name in names]
        )
        try:
            yield
        finally:
            await client.delete_topics([topic for topic in await client.list_topics() if prefix in topic])


def append(bootstrap: str, topic: str, records: Iterable[Keyed]) -> None:
    """Write the records in order and wait until the broker has them all. Raises `OSError` where it refuses one."""
    with _writer(bootstrap) as write:
        for record in records:
            write(topic, record)


@contextlib.contextmanager
def _writer(bootstrap: str) -> Iterator[Callable[[str, Keyed], None]]:
    refused: list[object] = []
    producer = Producer({"bootstrap.servers": bootstrap, "enable.idempotence": True, "linger.ms": 20, "log_level": 3})

    def told(error: object, _: object) -> None:
        if error is not None:
            refused.append(error)

    def write(topic: str, record: Keyed) -> None:
        producer.poll(0)
        while True:
            try:
                return producer.produce(topic, record.value, record.team, on_delivery=told)  # type: ignore[no-any-return]
            except BufferError:
                producer.poll(0.1)

    yield write
    if producer.flush(60) or refused:
        raise OSError(f"the broker has not taken all records: {refused[:3]}")


async def nudge(bootstrap: str, topic: str, record: Keyed) -> None:
    """Append this record, which the log holds already, four times a second until cancelled.

    A contender without a timer of its own acts only when a record comes.
    """
    with _writer(bootstrap) as write:
        while True:
            write(topic, record)
            await asyncio.sleep(NUDGE_S)
