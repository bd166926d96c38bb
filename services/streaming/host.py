"""The partitions that a worker holds: opened when assigned, folded fetch by fetch, relayed, closed when revoked."""

import asyncio
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import structlog

from services.streaming import metrics
from services.streaming.fold import Fold
from services.streaming.identity import log_identity
from services.streaming.partition import Log, PartitionFold, TooManyDeadLetters, open_partition
from services.streaming.records import Record
from services.streaming.relay import Relay
from services.streaming.settings import Settings
from services.streaming.spec import FoldSpec
from services.streaming.statefile import Identity
from services.streaming.transport import Fetch

log = structlog.get_logger(__name__)

FINISH_S = 20.0
"""How long a revoked partition's last transaction may take; past it the process ends and the broker aborts it."""


def state_path(settings: Settings, spec: FoldSpec, partition: int) -> Path:
    """The file of one partition's fold."""
    return settings.state_dir / f"{settings.prefix}{spec.group}" / f"{spec.topic}-{partition}.sqlite"


class Held:
    """One partition in this worker's hands."""

    def __init__(self, folded: PartitionFold, relay: Relay) -> None:
        self.folded = folded
        self.relay = relay
        self.token = 0
        self.opened_at = time.monotonic()
        self.progressed_at = self.opened_at
        self.level = False
        self.level_after_s: float | None = None
        self.task: asyncio.Task[None] | None = None

    def see(self, lag: int) -> bool:
        """Take in how many records are not folded yet. True when it is level for the first time since it was opened.

        Level is of a moment: under load some record always waits. What was level once stays ready.
        """
        self.level = lag == 0
        if not self.level:
            return False
        self.progressed_at = time.monotonic()
        first = self.level_after_s is None
        if first:
            self.level_after_s = self.progressed_at - self.opened_at
        return first

    @property
    def stopped(self) -> bool:
        """Whether too many dead letters hold the partition."""
        return self.folded.progress.stopped_at is not None


class Host:
    """Keeps the files, relays and folds of the assigned partitions of one group and topic."""

    def __init__(self, spec: FoldSpec, settings: Settings, fatal: Callable[[BaseException], None]) -> None:
        """`fatal` ends the process: a fold or relay that fails must not go on."""
        self.spec, self.settings = spec, settings
        self.held: dict[int, Held] = {}
        self.assigned_once = False
        self._fatal = fatal
        self._tokens = 0
        self._lock = asyncio.Lock()

    def make_fold(self) -> Fold:
        """A fresh fold of the spec."""
        return self.spec.make()

    async def positions(self, partitions: frozenset[int]) -> Mapping[int, int]:
        """Open what is newly assigned; where each partition is to be read from. Any failure is fatal."""
        try:
            async with self._lock:
                for partition in sorted(partitions - self.held.keys()):
                    self.held[partition] = await self._open(partition)
                for held in self.held.values():
                    held.token = self._next_token()
        except Exception as error:
            self._fatal(error)
            raise
        self.assigned_once = True
        metrics.REBALANCES.labels(self.spec.group, self.spec.topic).inc()
        metrics.ASSIGNED.labels(self.spec.group, self.spec.topic).set(len(self.held))
        return {partition: self.held[partition].folded.progress.position for partition in partitions}

    def token(self, partition: int) -> int | None:
        """What a fetch of the partition carries: a fetch begun before the partition was last seeked has another.

        None where it is not to be read on: the outbox is full, or an operator must let it pass.
        """
        held = self.held.get(partition)
        if held is None or held.stopped or held.folded.file.waiting() > self.settings.limits.outbox_high:
            return None
        return held.token

    def resume(self, partition: int, until: int) -> int:
        """Let a stopped partition pass up to the offset `until`; the position to seek to before it is read again."""
        held = self.held[partition]
        held.token = self._next_token()
        held.folded.allow(until)
        metrics.STOPPED.labels(*held.relay.where).set(0)
        return held.folded.progress.position

    def _next_token(self) -> int:
        self._tokens += 1
        return self._tokens

    def fold(self, fetch: Fetch) -> None:
        """Apply one fetch. One begun before the last seek is dropped: it is read again from the file's position."""
        held = self.held.get(fetch.partition)
        if held is None or held.token != fetch.token or held.stopped:
            return
        started = time.monotonic()
        records = self._records(fetch, held.folded.progress.log_time)
        try:
            held.folded.apply(records, fetch.before, fetch.after)
        except TooManyDeadLetters as stop:
            self._stop(held, stop)
            return
        held.progressed_at = time.monotonic()
        held.relay.wake()
        self._measure(held, len(records), time.monotonic() - started)

    async def close(self, partitions: frozenset[int]) -> None:
        """Let go of partitions: finish what is being sent, and close their files."""
        async with self._lock:
            for partition in sorted(partitions & self.held.keys()):
                await self._close(self.held.pop(partition))
        metrics.ASSIGNED.labels(self.spec.group, self.spec.topic).set(len(self.held))

    async def _open(self, partition: int) -> Held:
        spec, settings = self.spec, self.settings
        cluster, topic_id, count = await log_identity(settings.bootstrap, settings.topic(spec.topic))
        identity = Identity(cluster, topic_id, count, spec.engine)
        relay = Relay(settings, spec.group, spec.topic, partition, identity, spec.linger)
        place = await relay.start()
        path = state_path(settings, spec, partition)
        path.parent.mkdir(parents=True, exist_ok=True)
        folded = open_partition(
            self.make_fold(),
            Log(spec.group, spec.topic, partition),
            path=path,
            identity=identity,
            dead_letter_key=settings.dead_letter_key,
            limits=settings.limits,
            mark=place.offset,
        )
        held = Held(folded, relay)
        held.task = asyncio.create_task(self._guard(relay, folded), name=f"relay-{spec.group}-{partition}")
        relay.wake()
        log.info(
            "partition opened",
            group=spec.group,
            partition=partition,
            position=folded.progress.position,
            mark=place.offset,
        )
        return held

    async def _guard(self, relay: Relay, folded: PartitionFold) -> None:
        try:
            await relay.run(folded)
        except Exception as error:
            self._fatal(error)

    async def _close(self, held: Held) -> None:
        held.relay.finish()
        if held.task is not None:
            async with asyncio.timeout(FINISH_S):
                await held.task
        await held.relay.stop()
        held.folded.file.close()
        metrics.let_go(held.relay.where)

    def _stop(self, held: Held, stop: TooManyDeadLetters) -> None:
        held.folded.stopped(stop.offset)
        metrics.STOPPED.labels(*held.relay.where).set(1)
        log.error("too many dead letters: partition stopped", group=self.spec.group, offset=stop.offset, why=str(stop))

    def _records(self, fetch: Fetch, log_time: int) -> list[Record]:
        topic, partition, latest = self.spec.topic, fetch.partition, log_time
        records = []
        for one in fetch.records:
            at, headers = one.timestamp, one.headers
            if at > latest:
                latest = at
            records.append(Record(topic, partition, one.offset, at, one.key, one.value, tuple(headers), latest))
        return records

    def _measure(self, held: Held, count: int, seconds: float) -> None:
        where, batch = held.relay.where, held.folded.last
        metrics.FOLDED.labels(*where).inc(count)
        metrics.POSITION.labels(*where).set(held.folded.progress.position)
        metrics.BATCH_RECORDS.labels(*where).observe(count)
        metrics.BATCH_SECONDS.labels(*where).observe(seconds)
        if batch is not None:
            metrics.DUPLICATES.labels(*where).inc(batch.duplicates)
            for rejection in batch.rejections.values():
                metrics.DEAD.labels(*where, rejection.reason).inc()
