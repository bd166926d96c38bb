"""What a worker does each half second: see how far it is, report it, append clock records, know whether it is ready."""

import asyncio
import os
import time
from typing import cast

import faust
import structlog
from aiokafka.structs import TopicPartition

from services.streaming import metrics
from services.streaming.balance import should_have_work
from services.streaming.clockwork import ClockWriter
from services.streaming.host import Held, Host, state_path
from services.streaming.leave import allowed_until
from services.streaming.transport import FoldConsumer, FoldConsumerThread
from services.streaming.watchdog import Pulse

log = structlog.get_logger(__name__)

EVERY_S = 0.5
WAL_MOST = 64 * 1024 * 1024


class Keeper:
    """Observes a host. It changes no state but the level flag, and a stopped partition that an operator lets pass."""

    def __init__(self, host: Host, app: faust.App, pulse: Pulse, clock: ClockWriter | None) -> None:
        self._host, self._app, self._pulse, self._clock = host, app, pulse, clock
        self._round = 0

    def not_ready(self) -> list[str]:
        """Why the worker isn't ready: it has no partitions yet, or one that was never level, or one that is stopped."""
        if not self._host.assigned_once:
            return ["no partitions assigned yet"]
        held = self._host.held.items()
        return [self._why(number, one) for number, one in held if one.stopped or one.level_after_s is None]

    def _why(self, number: int, held: Held) -> str:
        if held.stopped:
            return f"partition {number} stopped: too many dead letters at offset {held.folded.progress.stopped_at}"
        return f"partition {number} is rebuilding or behind, at offset {held.folded.progress.position}"

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            self._round += 1
            self._pulse.loop = time.monotonic()
            self._pulse.consumer_alive = self._thread_alive()
            for partition, held in list(self._host.held.items()):
                if self._host.held.get(partition) is held:  # not let go while we looked at another
                    await self._look(partition, held)
            self._pulse.stalled = self._stalled()
            if self._round % 20 == 0:
                await self._look_for_work()
            if self._round % 2 == 0:
                await self._report()
            await asyncio.sleep(EVERY_S)

    def _stalled(self) -> dict[int, float]:
        behind = [(number, held) for number, held in self._host.held.items() if not held.level and not held.stopped]
        return {number: held.progressed_at for number, held in behind}

    async def _look_for_work(self) -> None:
        spec, idle = self._host.spec, not self._host.held
        if not idle or not await should_have_work(self._host.settings, spec.group, spec.topic):
            self._pulse.unassigned_since = None
        elif self._pulse.unassigned_since is None:
            self._pulse.unassigned_since = time.monotonic()

    async def _look(self, partition: int, held: Held) -> None:
        end = self._thread.stable_end(self._tp(partition))
        if end is None:
            return
        lag = max(0, end - held.folded.progress.position)
        if held.see(lag):
            self._tell_level(partition, held)
        self._measure(partition, held, lag)
        if held.stopped and self._round % 3 == 0:
            await self._resume(partition, held)
        if self._clock is not None:
            await self._clock.tick(partition, held)

    def _tell_level(self, partition: int, held: Held) -> None:
        seconds = held.level_after_s or 0.0
        metrics.RECOVERY_SECONDS.labels(*held.relay.where).set(seconds)
        log.info("partition level", group=self._host.spec.group, partition=partition, seconds=round(seconds, 1))

    async def _resume(self, partition: int, held: Held) -> None:
        spec = self._host.spec
        until = await allowed_until(self._host.settings, spec.group, spec.topic, partition)
        if until > (held.folded.progress.stopped_at or 0):
            await self._thread.seek_to({self._tp(partition): held.folded.progress.position})
            self._host.resume(partition, until)
            log.warning("an operator lets dead letters pass", group=spec.group, partition=partition, until=until)

    async def _report(self) -> None:
        positions = {self._tp(number): held.folded.progress.position for number, held in self._host.held.items()}
        error = await self._thread.report(positions)
        if error is not None:
            metrics.COMMIT_FAILURES.labels(self._host.spec.group, self._host.spec.topic).inc()

    def _measure(self, partition: int, held: Held, lag: int) -> None:
        where, now = held.relay.where, time.time()
        metrics.LAG_RECORDS.labels(*where).set(lag)
        metrics.LAG_SECONDS.labels(*where).set(max(0.0, now - held.folded.progress.log_time / 1000) if lag else 0.0)
        metrics.LEVEL.labels(*where).set(int(held.level))
        metrics.STOPPED.labels(*where).set(int(held.stopped))
        path = state_path(self._host.settings, self._host.spec, partition)
        metrics.STATE_BYTES.labels(*where).set(_size(str(path)))
        wal = _size(f"{path}-wal")
        metrics.WAL_BYTES.labels(*where).set(wal)
        if wal > WAL_MOST:
            held.folded.file.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _thread_alive(self) -> bool:
        services = (self._app, self._app.consumer, self._app._fetcher, self._thread)
        return not any(service.crashed or service.should_stop for service in services)

    @property
    def _thread(self) -> FoldConsumerThread:
        return cast(FoldConsumer, self._app.consumer)._thread

    def _tp(self, partition: int) -> TopicPartition:
        return TopicPartition(self._host.settings.topic(self._host.spec.topic), partition)


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except FileNotFoundError:
        return 0
