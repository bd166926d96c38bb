"""Triage on a log, timed: bytes in to committed state and revisions taken out, and `decide` over every history."""

import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bench.case_log import CaseLog
from bench.case_templates import AGENCY, AREA
from schemas.cases import CASE_RECORD, FEED_TYPES, CaseEvent, IncidentReported
from schemas.configuration import load_configuration
from services.streaming.records import Record
from services.streaming.testing import drain, open_fold
from services.triage.admission import event, ref
from services.triage.configured import Settings, settings
from services.triage.decide import decide
from services.triage.events import Event
from services.triage.feeds import Feed
from services.triage.fold import Triage

ROOT = Path(__file__).parents[1]
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Folded:
    """What folding a log took. `last_us`: microseconds an event over the last tenth."""

    events: int
    seconds: float
    last_us: float
    revisions: int
    state_bytes: int
    peak_mib: float


@dataclass(frozen=True, slots=True)
class Decided:
    """What `decide` over every history took, less reading the bytes."""

    events: int
    seconds: float
    findings: int


def built() -> Settings:
    """The demo's configuration with all rules on, and one live feed that carries every type."""
    found = load_configuration(ROOT / "deploy" / "heed.toml")
    feeds = {AREA: (Feed("bench", AGENCY, frozenset(FEED_TYPES), live=True),)}
    made = settings(found)
    return Settings(made.calendar, made.clocks, feeds, made.rulebooks, made.standard, made.engine)


def fold(log: CaseLog, partitions: int = 1) -> Folded:
    """Fold the log of each partition after the other. Making the records isn't timed."""
    size = log.children // partitions
    runs = [_fold(CaseLog(size, log.each, log.seed + one, placeholder=one == 0)) for one in range(partitions)]
    return Folded(
        sum(one.events for one in runs),
        sum(one.seconds for one in runs),
        sum(one.last_us for one in runs) / len(runs),
        sum(one.revisions for one in runs),
        sum(one.state_bytes for one in runs),
        max(one.peak_mib for one in runs),
    )


def decided(log: CaseLog) -> Decided:
    """Every rule over every child's events in force, at the log's end."""
    made = built()
    histories = _histories(log, made)
    now = max(one.last for events in histories.values() for one in events)
    rules, feeds = made.rulebooks[made.standard].rules, made.area_feeds(AREA)
    began = time.perf_counter()
    found = sum(len(decide(events, feeds, now, rules).findings) for events in histories.values())
    return Decided(sum(map(len, histories.values())), time.perf_counter() - began, found)


def _fold(log: CaseLog) -> Folded:
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as folder:
        path = Path(folder) / "triage.db"
        folded = open_fold(Triage(built()), path=path)
        steps, revisions = [], 0
        for batch in _batches(log):
            began = time.perf_counter()
            folded.apply(batch, folded.progress.position, batch[-1].offset + 1)
            revisions += sum(1 for row in drain(folded) if row.topic == "alert-revisions")
            steps.append((len(batch), time.perf_counter() - began))
        folded.file.close()
        size = path.stat().st_size
    last = steps[-max(1, len(steps) // 10) :]
    last_us = 1e6 * sum(seconds for _, seconds in last) / sum(events for events, _ in last)
    total = sum(events for events, _ in steps), sum(seconds for _, seconds in steps)
    return Folded(*total, last_us, revisions, size, _peak_mib())


def _batches(log: CaseLog) -> Iterator[list[Record]]:
    records = iter(log)
    while batch := list(islice(records, BATCH)):
        yield batch


def _histories(log: CaseLog, made: Settings) -> dict[str, list[Event]]:
    """Each child's events in force: of each identity the highest revision, unless it is withdrawn."""
    last: dict[str, CaseEvent | IncidentReported] = {}
    for record in log:
        found = CASE_RECORD.validate_json(record.value or b"")
        if isinstance(found, CaseEvent | IncidentReported) and found.revision >= _revision(last.get(ref(found))):
            last[ref(found)] = found
    histories: dict[str, list[Event]] = defaultdict(list)
    for one in last.values():
        if not one.withdrawn:
            histories[one.subject_key].append(event(one, 0, made.calendar))
    return histories


def _revision(found: CaseEvent | IncidentReported | None) -> int:
    return 0 if found is None else found.revision


def _peak_mib() -> float:
    """The most memory that this process has held, the maker of the log with it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
