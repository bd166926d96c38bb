"""Appends `clock` records: the passing of time, put into the log so that a deadline fires the same on every replay."""

import time
from datetime import UTC, datetime

import structlog
from aiokafka import AIOKafkaProducer

from schemas.base import encode
from schemas.cases import Clock
from services.streaming import cloudevents, metrics
from services.streaming.host import Held
from services.streaming.records import Headers
from services.streaming.settings import Settings

log = structlog.get_logger(__name__)


class ClockWriter:
    """One plain idempotent producer a process. A second writer's record is harmless: it says the same."""

    def __init__(self, settings: Settings, group: str, topic: str) -> None:
        self._settings, self._group, self._topic = settings, group, topic
        self._written: dict[int, int] = {}
        self._producer = AIOKafkaProducer(bootstrap_servers=settings.bootstrap, enable_idempotence=True)

    async def start(self) -> None:
        """Connect."""
        await self._producer.start()

    async def stop(self) -> None:
        """Flush and disconnect."""
        await self._producer.stop()

    def wanted(self, held: Held, now_ms: int) -> bool:
        """Whether the log needs to be told the time: level, and a deadline has passed or nothing came for long."""
        last, due = held.folded.progress.log_time, held.folded.due()
        if not held.level or held.stopped or self._pending(held):
            return False
        idle = now_ms - last >= self._settings.limits.idle_clock_s * 1000
        return (due is not None and last < due <= now_ms) or idle

    async def tick(self, partition: int, held: Held) -> None:
        """Append a clock record where one is wanted. A clock that is far off the broker's writes none: one record from
        the future would fire every deadline for ever.
        """
        now_ms = time.time_ns() // 1_000_000
        if not self.wanted(held, now_ms):
            return
        if abs(held.relay.skew or 0.0) > self._settings.limits.skew_s:
            log.error("clock differs from the broker's: no clock record written", seconds=held.relay.skew)
            return
        sent = await self._producer.send_and_wait(
            self._settings.topic(self._topic),
            encode(Clock(type="clock", time=datetime.fromtimestamp(now_ms / 1000, UTC))),
            f"clock:{partition}".encode(),
            partition,
            timestamp_ms=now_ms,
            headers=list(self._headers(partition, now_ms)),
        )
        self._written[partition] = sent.offset
        metrics.CLOCKS.labels(*held.relay.where).inc()

    def _pending(self, held: Held) -> bool:
        """Whether our last clock record isn't folded yet."""
        return self._written.get(held.folded.partition, -1) >= held.folded.progress.position

    def _headers(self, partition: int, now_ms: int) -> Headers:
        return cloudevents.headers(
            id=f"clock/{self._topic}/{partition}/{now_ms}",
            type="heed.clock",
            source=f"/heed/{self._group}",
            time_ms=now_ms,
            dataschema=cloudevents.dataschema(self._topic),
        )
