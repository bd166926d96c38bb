"""Follow what the demo's services publish, and how far they are."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiokafka import AIOKafkaConsumer
from aiokafka.structs import TopicPartition

from services.heed.demo.seen import TOPICS, Seen
from services.heed.reading import stable_ends
from services.streaming.identity import log_identity
from services.streaming.settings import Settings

INPUTS = {"cases": "triage", "incident-reports": "aggregator"}
"""Each folded topic and who folds it."""


class Follower:
    """`seen` grows while it follows. `ends`: by input topic and partition, where it ended at the last look."""

    def __init__(self, settings: Settings, active: frozenset[str]) -> None:
        self.seen = Seen(active)
        self.ends: dict[str, dict[int, int]] = {}
        self.first_alert: float | None = None
        """`time.monotonic()` of the first alert."""
        self._settings = settings

    async def look(self) -> None:
        """Ask where the inputs end now."""
        self.ends = {topic: await stable_ends(self._settings, topic) for topic in INPUTS}

    def lag(self, topic: str) -> int:
        """Records of the topic that its fold hasn't published the outcome of, as of the last look."""
        return sum(max(0, end - self._position(topic, number)) for number, end in self.ends.get(topic, {}).items())

    def _position(self, topic: str, partition: int) -> int:
        return self.seen.positions.get((INPUTS[topic], topic, partition), 0)

    async def run(self, consumer: AIOKafkaConsumer, names: dict[str, str]) -> None:
        """Fold what arrives, until cancelled."""
        while True:
            for tp, records in (await consumer.getmany(timeout_ms=250)).items():
                for record in records:
                    self.seen.add(names[tp.topic], record.key, record.value)
            if self.seen.alerts and self.first_alert is None:
                self.first_alert = time.monotonic()


@asynccontextmanager
async def following(settings: Settings, active: frozenset[str]) -> AsyncIterator[Follower]:
    """A follower that runs while the block does. `active`: the rules of which it tells. Its failure ends the block."""
    names = {settings.topic(topic): topic for topic in TOPICS}
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.bootstrap,
        isolation_level="read_committed",
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    follower = Follower(settings, active)
    try:
        await consumer.start()
        counts = {name: (await log_identity(settings.bootstrap, name))[2] for name in names}
        consumer.assign([TopicPartition(name, number) for name, count in counts.items() for number in range(count)])
        async with asyncio.TaskGroup() as tasks:
            task = tasks.create_task(follower.run(consumer, names))
            yield follower
            task.cancel()
    finally:
        await consumer.stop()
