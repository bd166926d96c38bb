"""Intake put together: the outbox, the relay's lanes and the door."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from schemas.configuration import Configuration
from services.deidentify import reduce
from services.intake.door import Door
from services.intake.events import TOPIC as CASES
from services.intake.events import EventReader
from services.intake.keys import Keys
from services.intake.limits import Limits
from services.intake.links import Links
from services.intake.metrics import METRICS, Metrics
from services.intake.narratives.records import TOPIC as TEXTS
from services.intake.narratives.watch import Watch
from services.intake.organisations import organisations_of
from services.intake.outbox.rows import depth
from services.intake.outbox.spool import Spool, wall_ms
from services.intake.outbox.tables import FILE, open_outbox, open_reader
from services.intake.outbox.upkeep import Upkeep
from services.intake.outbox.writer import Writer
from services.intake.outgoing_reports import REPORTS
from services.intake.pace import pace_of
from services.intake.pages.assembly import counter_of
from services.intake.quotas import Quotas
from services.intake.receipts.counter import Counter
from services.intake.relay.acknowledgements import Acknowledgements
from services.intake.relay.cases import CasesPump
from services.intake.relay.kafka import producer_for
from services.intake.relay.landings import Landings
from services.intake.relay.lane import Lane
from services.intake.relay.learning import LearningPump
from services.intake.reports import ReportReader
from services.streaming.ending import ended
from services.streaming.settings import Settings


@dataclass(frozen=True, slots=True)
class Intake:
    """A running intake. None of `work` ends while it is sound."""

    configuration: Configuration
    door: Door
    counter: Counter
    work: tuple["asyncio.Task[None]", ...]

    def not_ready(self) -> list[str]:
        """Why it takes nothing. Kafka being away is no reason: reports are taken all the same."""
        return ["the relay has ended"] if any(task.done() for task in self.work) else []


@asynccontextmanager
async def running(
    configuration: Configuration,
    settings: Settings,
    keys: Keys,
    *,
    limits: Limits | None = None,
    metrics: Metrics = METRICS,
    now_ms: Callable[[], int] = wall_ms,
) -> AsyncIterator[Intake]:
    """Open the outbox and relay until the block ends. Kafka may be away: what is accepted waits."""
    limits = limits or Limits.of(configuration)
    path = (settings.state_dir / FILE).absolute()
    db = open_outbox(path)
    spool = Spool(depth(db), limits.spool_limit, metrics, now_ms)
    reader = open_reader(path)
    writer = Writer(db)
    writer.start()
    acknowledgements = Acknowledgements()
    landings = Landings(writer, acknowledgements, spool)
    cases = CasesPump(reader, landings, settings.prefix, now_ms)
    learning = LearningPump(reader, landings, settings.prefix, pace_of(configuration, limits.shuffle_s, now_ms), now_ms)
    door = _door(configuration, keys, limits, writer, spool, acknowledgements, cases.wake, metrics, now_ms)
    partitions, make = configuration.kafka.partitions, producer_for(settings.bootstrap)
    lanes = (
        Lane("cases", cases, make, {settings.topic(CASES): partitions}, metrics),
        Lane("learning", learning, make, dict.fromkeys(map(settings.topic, (REPORTS, TEXTS)), partitions), metrics),
    )

    def returned(rows: int) -> None:
        spool.entered(rows)
        cases.wake()

    upkeep = Upkeep(reader, writer, limits, metrics, returned, now_ms)
    counter = counter_of(configuration, door, keys.texts, reduce)
    watch = Watch(reader, counter.keeping.readings, metrics, now_ms)
    work = tuple(asyncio.create_task(each) for each in (*(lane.run() for lane in lanes), upkeep.run(), watch.run()))
    try:
        yield Intake(configuration, door, counter, work)
    finally:
        await ended(work)
        await landings.flushed()
        await writer.close()
        reader.close()


def _door(
    configuration: Configuration,
    keys: Keys,
    limits: Limits,
    writer: Writer,
    spool: Spool,
    acknowledgements: Acknowledgements,
    wake: Callable[[], None],
    metrics: Metrics,
    now_ms: Callable[[], int],
) -> Door:
    organisations = organisations_of(configuration)
    partitions = configuration.kafka.partitions
    return Door(
        keys=keys,
        quotas=Quotas(limits),
        organisations=organisations,
        partitions=partitions,
        limits=limits,
        events=EventReader(organisations, keys.areas, partitions, timedelta(seconds=limits.future_s)),
        reports=ReportReader(organisations, keys.areas, keys.secret),
        links=Links(keys.secret, limits.link_days),
        writer=writer,
        spool=spool,
        acknowledgements=acknowledgements,
        wake=wake,
        metrics=metrics,
        now_ms=now_ms,
    )
