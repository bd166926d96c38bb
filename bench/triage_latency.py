"""How long from the broker's taking an event to a `read_committed` reader's seeing the alert that it opens."""

import asyncio
import contextlib
import statistics
import tempfile
import time
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from bench import cluster
from bench.broker import bench_kafka
from bench.case_log import CaseLog
from bench.case_templates import AGENCY, AREA
from bench.options import Options
from bench.process import contender
from bench.result import Figures
from bench.work import Job
from schemas.alerts import ALERT_REVISION
from schemas.base import encode
from schemas.cases import IncidentReported

PER_S = 2_000
SECONDS = 30
OPENING_EACH = 20
"""Every so many events one opens an alert, of a child that has no other event."""
OURS = "k1:" + "f" * 32
"""The pseudonyms of those children begin so, and no other's."""
STEP_S = 0.01
TOPICS = (
    "operator-notices",
    "cases",
    "alert-revisions",
    "alerts",
    "marks",
    "dead-letters",
    "operator",
    "rules",
    "audit",
)


async def latency(options: Options) -> Figures:
    """Milliseconds at 2,000 events a second, with the worker, its clock and its relay on this machine."""
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as folder, bench_kafka(options.say) as bootstrap:
        job = Job(bootstrap, f"bench-{uuid.uuid4().hex[:8]}-", Path(folder) / "triage")
        async with cluster.topics(bootstrap, job.prefix, TOPICS), contender("triage", job) as running:
            found = await running.alive(_measure(job, options.scaled(PER_S * SECONDS)))
    found.sort()
    return {
        "alert_events_per_s": PER_S,
        "alerts_timed": len(found),
        "alert_p50_ms": round(1000 * statistics.median(found), 1),
        "alert_p99_ms": round(1000 * found[round(0.99 * (len(found) - 1))], 1),
        "alert_most_ms": round(1000 * found[-1], 1),
    }


async def _measure(job: Job, events: int) -> list[float]:
    appended: dict[str, float] = {}
    async with _reader(job) as reader, _writer(job) as writer:
        await _opened(writer, reader, job, f"{OURS}{0:032x}")  # now the worker runs
        seeing = asyncio.create_task(_see(reader, events // OPENING_EACH))
        await _send(writer, job, events, appended)
        seen = await asyncio.wait_for(seeing, 60)
    return [seen[child] - at for child, at in appended.items()]


async def _opened(writer: AIOKafkaProducer, reader: AIOKafkaConsumer, job: Job, key: str) -> None:
    await writer.send_and_wait(job.prefix + "cases", _opening(key), partition=0)
    await asyncio.wait_for(_see(reader, 1), 60)


async def _send(writer: AIOKafkaProducer, job: Job, events: int, appended: dict[str, float]) -> None:
    """At an even pace; what the clock has overslept is caught up."""
    log, began = iter(CaseLog(max(50, events // 10))), time.monotonic()
    for number in range(events):
        if number % round(PER_S * STEP_S) == 0:
            await asyncio.sleep(max(0.0, began + number / PER_S - time.monotonic()))
        if number % OPENING_EACH:
            await writer.send(job.prefix + "cases", next(log).value, partition=0)
        else:
            key = f"{OURS}{number + 1:032x}"
            sent = await writer.send(job.prefix + "cases", _opening(key), partition=0)
            sent.add_done_callback(lambda _, key=key: appended.setdefault(key, time.monotonic()))
    await writer.flush()


async def _see(reader: AIOKafkaConsumer, opened: int) -> dict[str, float]:
    """Until so many children of ours have an alert: when each was seen (monotonic seconds)."""
    seen: dict[str, float] = {}
    while len(seen) < opened:
        for records in (await reader.getmany(timeout_ms=200)).values():
            now = time.monotonic()
            for revision in (ALERT_REVISION.validate_json(record.value) for record in records):
                if revision.subject_key.startswith(OURS):
                    seen.setdefault(revision.subject_key, now)
    return seen


def _opening(key: str) -> bytes:
    """Overlooked harm, declared."""
    return encode(
        IncidentReported(
            event_id=str(uuid.uuid4()),
            revision=1,
            area=AREA,
            subject_key=key,
            responsible_agency=AGENCY,
            occurred_on=datetime.now(UTC).date(),
            harm_potential="likely",
            harm_actual="not_known",
            overlooked="yes",
        )
    )


@contextlib.asynccontextmanager
async def _reader(job: Job) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=job.bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        consumer.assign([TopicPartition(job.prefix + "alert-revisions", 0)])
        yield consumer
    finally:
        await consumer.stop()


@contextlib.asynccontextmanager
async def _writer(job: Job) -> AsyncIterator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(bootstrap_servers=job.bootstrap, enable_idempotence=True)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()
