"""One contender, one log, once: from its first record to the last true count, and again after losing its state.

The clock starts when the contender's own code is handed the first record, and stops when a `read_committed` reader in
the harness has seen the true count of every team. The log is complete before the contender starts.
"""

import asyncio
import contextlib
import shutil
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import cluster
from bench.process import broker_process, contender, cpu_s
from bench.published import NeverLevel, Published
from bench.reports import ReportLog
from bench.work import INPUT, OUTPUT, Job

START_S = 60.0
SLOWEST_PER_S = 500
"""A contender that folds fewer a second than this is ended."""
TOPICS = (INPUT, OUTPUT, "marks", "dead-letters", "operator")


@dataclass(frozen=True, slots=True)
class Run:
    """What one run measured. Seconds, mebibytes, bytes; `broker_cpu_s` None where the broker is on another machine.

    `level_again_s` is None where a contender that promises no more than at-least-once never came to the true counts.
    """

    per_s: float
    cpu_s: float
    broker_cpu_s: float | None
    peak_mib: float
    state_bytes: float
    published: int
    level_again_s: float | None


async def run(name: str, bootstrap: str, log: ReportLog, directory: Path, exact: bool = True) -> Run:
    """Raises `NeverLevel` where the published counts aren't the true ones, `ContenderFailed` where it ends early.

    Not `exact`: after losing its state it may count wrongly, which is told instead.
    """
    job = Job(bootstrap, f"bench-{uuid.uuid4().hex[:8]}-", directory / f"{name}-{uuid.uuid4().hex[:8]}")
    async with cluster.topics(bootstrap, job.prefix, TOPICS), Published(bootstrap, job.output) as published:
        await asyncio.to_thread(cluster.append, bootstrap, job.input, log)
        async with _nudged(job, log):
            first = await _fold(name, job, log, published)
            again = await _level_again(name, job, log, published, exact)
    return Run(**first, level_again_s=again)


@contextlib.asynccontextmanager
async def _nudged(job: Job, log: ReportLog) -> AsyncIterator[None]:
    task = asyncio.create_task(cluster.nudge(job.bootstrap, job.input, log.report(0)))
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def _fold(name: str, job: Job, log: ReportLog, published: Published) -> dict[str, Any]:
    broker = broker_process(job.bootstrap)
    broker_before = cpu_s(broker) if broker else 0.0
    async with contender(name, job) as running:
        began = await running.first(START_S)
        seconds = await running.alive(published.until(log.truth(), _limit_s(log))) - began
        used = {
            "cpu_s": running.cpu_s(),
            "broker_cpu_s": cpu_s(broker) - broker_before if broker else None,
            "peak_mib": running.peak_mib(),
        }
        await published.stays(log.truth())
    state = _bytes_in(job.state_dir) / log.distinct
    return {"per_s": log.size / seconds, "published": published.messages, "state_bytes": state, **used}


async def _level_again(name: str, job: Job, log: ReportLog, published: Published, exact: bool) -> float | None:
    """Seconds from its start without its state until the counts of the log and of some more reports are published."""
    shutil.rmtree(job.state_dir)
    more = len(log.samples)
    truth = log.truth(more)
    new = (log.report(number) for number in range(log.distinct, log.distinct + more))
    await asyncio.to_thread(cluster.append, job.bootstrap, job.input, new)
    async with contender(name, job) as running:
        try:
            return await running.alive(published.until(truth, _limit_s(log))) - running.began
        except NeverLevel:
            if exact:
                raise
            return None


def _limit_s(log: ReportLog) -> float:
    return START_S + log.size / SLOWEST_PER_S


def _bytes_in(directory: Path) -> int:
    return sum(one.stat().st_size for one in directory.rglob("*") if one.is_file())
