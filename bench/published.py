"""What a `read_committed` reader sees of the published counts."""

import asyncio
import time
from typing import Self

from aiokafka import AIOKafkaConsumer, TopicPartition

from bench.work import COUNT

SETTLE_S = 1.5
"""Counts that are right must still be right this much later: an over-count shows itself in the next publication."""


class NeverLevel(Exception):
    """The counts did not become, or did not stay, what they should be."""


class Published:
    """The last count of each team."""

    def __init__(self, bootstrap: str, topic: str) -> None:
        self.counts: dict[str, int] = {}
        self.messages = 0
        self._partition = TopicPartition(topic, 0)
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
        )

    async def __aenter__(self) -> Self:
        await self._consumer.start()
        self._consumer.assign([self._partition])
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def until(self, truth: dict[str, int], within_s: float) -> float:
        """Read until each last count is the true one; when that was seen (monotonic seconds). Raises `NeverLevel`."""
        end = time.monotonic() + within_s
        while self.counts != truth:
            if time.monotonic() > end:
                raise NeverLevel(self._difference(truth))
            await self._read(200)
        return time.monotonic()

    async def stays(self, truth: dict[str, int]) -> None:
        """Raises `NeverLevel` where a later publication is not the truth."""
        end = time.monotonic() + SETTLE_S
        while time.monotonic() < end:
            await self._read(200)
        if self.counts != truth:
            raise NeverLevel(self._difference(truth))

    async def _read(self, timeout_ms: int) -> None:
        fetched = await self._consumer.getmany(self._partition, timeout_ms=timeout_ms)
        for record in fetched.get(self._partition, ()):
            count = COUNT.validate_json(record.value)
            self.counts[count["team"]] = count["n"]
            self.messages += 1
        await asyncio.sleep(0)

    def _difference(self, truth: dict[str, int]) -> str:
        wrong = {team: (self.counts.get(team), n) for team, n in truth.items() if self.counts.get(team) != n}
        return f"{len(wrong)} of {len(truth)} counts are wrong (published, true): {dict(list(wrong.items())[:5])}"
