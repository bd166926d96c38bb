"""Sends a partition's outbox to Kafka: outputs and their mark in one transaction, under the partition's identity."""

import asyncio
import time
from typing import Any

from aiokafka import AIOKafkaProducer

from services.streaming import metrics
from services.streaming.batch import Row
from services.streaming.marks import MARKS, last_mark, mark_key, mark_value
from services.streaming.partition import PartitionFold
from services.streaming.records import Place
from services.streaming.sending import output
from services.streaming.settings import Settings
from services.streaming.statefile import Identity

MARK_EVERY_S = 1.0
"""While input moves, a mark is written at least this often."""


class Relay:
    """One transactional producer for one partition. A producer error is fatal: it is raised, and the process ends."""

    def __init__(
        self, settings: Settings, group: str, topic: str, partition: int, identity: Identity, linger: float
    ) -> None:
        """`identity`: of the log that is folded. `linger`: seconds that outputs wait, so that values coalesce."""
        self.where = (group, topic, str(partition))
        self.skew: float | None = None
        self._settings, self._identity, self._linger = settings, identity, linger
        self._group, self._topic, self._partition = group, topic, partition
        self._last = Place(-1, -1)
        self._marked_position = -1
        self._marked_at = 0.0
        self._wake = asyncio.Event()
        self._finishing = False
        self._producer = AIOKafkaProducer(
            bootstrap_servers=settings.bootstrap,
            transactional_id=settings.transactional_id(group, topic, partition),
            transaction_timeout_ms=settings.limits.transaction_ms,
            max_batch_size=256 * 1024,
            linger_ms=0,
        )

    async def start(self) -> Place:
        """Fence whoever held the partition before, then read the last place that is published."""
        await self._producer.start()
        found = await last_mark(self._settings, self._group, self._topic, self._identity.topic_id, self._partition)
        if found is not None:
            self._last = Place(found.offset, found.index)
            self._marked_position = found.position
        return self._last

    def wake(self) -> None:
        """Say that there may be something to send."""
        self._wake.set()

    async def run(self, folded: PartitionFold) -> None:
        """Send what waits until told to finish; a transaction that has begun is ended first."""
        while not self._finishing:
            await self._wait()
            rows = folded.file.pending(self._settings.limits.relay_records)
            if rows or self._mark_due(folded):
                await self._send(folded, rows)
            if folded.file.first_waiting() is not None:
                self._wake.set()
            metrics.OUTBOX.labels(*self.where).set(folded.file.waiting())

    def finish(self) -> None:
        """Ask `run` to return after what it is sending now."""
        self._finishing = True
        self._wake.set()

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(MARK_EVERY_S):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()
        if self._linger and not self._finishing:
            await asyncio.sleep(self._linger)

    def _mark_due(self, folded: PartitionFold) -> bool:
        moved = folded.progress.position > self._marked_position
        return moved and time.monotonic() - self._marked_at >= MARK_EVERY_S

    async def _send(self, folded: PartitionFold, rows: list[Row]) -> None:
        started = time.monotonic()
        position, log_time = self._published(folded, rows), folded.progress.log_time
        last = rows[-1].place if rows else self._last
        await self._producer.begin_transaction()
        sends = [await self._send_row(row) for row in rows]
        value = mark_value(
            self._group,
            self._topic,
            self._partition,
            identity=self._identity,
            position=position,
            place=last,
            log_time=log_time,
        )
        key = mark_key(self._group, self._topic, self._partition).encode()
        sent_at = time.time()
        mark = await self._producer.send(self._settings.topic(MARKS), value, key, self._partition)
        await asyncio.gather(*sends)
        self.skew = sent_at - (await mark).timestamp / 1000
        await self._producer.commit_transaction()
        self._committed(folded, rows, last, position)
        metrics.TRANSACTION_SECONDS.labels(*self.where).observe(time.monotonic() - started)
        metrics.SKEW.labels(*self.where).set(self.skew)

    async def _send_row(self, row: Row) -> Any:
        record = output(self._group, self._topic, self._partition, row)
        return await self._producer.send(
            self._settings.topic(record.topic),
            record.value,
            record.key,
            record.partition,
            timestamp_ms=record.timestamp,
            headers=list(record.headers),
        )

    def _published(self, folded: PartitionFold, rows: list[Row]) -> int:
        """The position before which every output is in Kafka once `rows` are."""
        if not rows:
            waiting = folded.file.first_waiting()
            return folded.progress.position if waiting is None else waiting
        more = len(rows) >= self._settings.limits.relay_records
        return rows[-1].place.offset + 1 if more else folded.progress.position

    def _committed(self, folded: PartitionFold, rows: list[Row], last: Place, position: int) -> None:
        if rows:
            folded.file.sent(last.offset)
            metrics.SENT.labels(*self.where).inc(len(rows))
        self._last, self._marked_position, self._marked_at = last, position, time.monotonic()

    async def stop(self) -> None:
        """Stop the producer. What was not sent stays in the outbox."""
        await self._producer.stop()
