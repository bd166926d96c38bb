"""Triage on a log, timed: bytes in to committed state and revisions taken out, and what a backtest does."""

import gc
import resource
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from bench.case_lives import NOBODY, CaseLives
from bench.case_log import CaseLog
from bench.case_templates import AGENCY, AREA
from schemas.cases import CASE_RECORD, FEED_TYPES, CaseEvent, IncidentReported
from schemas.configuration import load_configuration
from services.streaming.records import Record
from services.streaming.testing import drain, open_fold
from services.triage.admission import event, ref
from services.triage.backtest.kept import Child
from services.triage.backtest.lives import lives
from services.triage.configured import Settings, settings
from services.triage.events import Event, order
from services.triage.feeds import Feed
from services.triage.fold import Triage

ROOT = Path(__file__).parents[1]
BATCH, LONG_BATCH = 2_000, 200
"""Records of a batch; fewer, where only one child is asked about."""


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
    """What looking at every history as a backtest does took, less reading the bytes."""

    events: int
    seconds: float
    findings: int


def built() -> Settings:
    """The demo's configuration with all rules on, and one live feed that carries every type."""
    found = load_configuration(ROOT / "deploy" / "heed.toml")
    feeds = {AREA: (Feed("bench", AGENCY, frozenset(FEED_TYPES), live=True),)}
    made = settings(found)
    return Settings(made.calendar, made.clocks, feeds, made.rulebooks, made.standard, made.engine)


Log = CaseLives | CaseLog


def fold(log: Log, partitions: int = 1) -> Folded:
    """Fold the log of each partition after the other. Making the records isn't timed."""
    size = log.children // partitions
    parts = (replace(log, children=size, seed=log.seed + one, placeholder=one == 0) for one in range(partitions))
    runs = [_fold(part) for part in parts]
    return Folded(
        sum(one.events for one in runs),
        sum(one.seconds for one in runs),
        sum(one.last_us for one in runs) / len(runs),
        sum(one.revisions for one in runs),
        sum(one.state_bytes for one in runs),
        max(one.peak_mib for one in runs),
    )


def decided(log: Log) -> Decided:
    """Every rule over every child's and family's events in force, for the whole time of the log."""
    made = built()
    children = _histories(log, made)
    now = max(one.last for events in children.values() for one in events)
    rules, feeds = made.rulebooks[made.standard].rules, {AREA: made.area_feeds(AREA)}
    gc.collect()
    gc.freeze()  # a backtest reads everything before it looks at it, and ends afterwards
    began = time.perf_counter()
    found = sum(1 for _ in lives(children, rules, feeds, now))
    return Decided(sum(map(len, children.values())), time.perf_counter() - began, found)


def long(log: CaseLives) -> Folded:
    """Fold only what is under the placeholder's key."""
    records = (one for one in log if one.value is not None and NOBODY in one.value)
    return _fold([one._replace(offset=place) for place, one in enumerate(records)], LONG_BATCH)


def _fold(log: Iterable[Record], most: int = BATCH) -> Folded:
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as folder:
        path = Path(folder) / "triage.db"
        folded = open_fold(Triage(built()), path=path)
        steps, revisions = [], 0
        for batch in _batches(log, most):
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


def _batches(log: Iterable[Record], most: int = BATCH) -> Iterator[list[Record]]:
    records = iter(log)
    while batch := list(islice(records, most)):
        yield batch


def _histories(log: Log, made: Settings) -> dict[Child, list[Event]]:
    """Each child's events in force, in order: of each identity the highest revision, unless it is withdrawn."""
    last: dict[str, CaseEvent | IncidentReported] = {}
    for record in log:
        found = CASE_RECORD.validate_json(record.value or b"")
        if isinstance(found, CaseEvent | IncidentReported) and found.revision >= _revision(last.get(ref(found))):
            last[ref(found)] = found
    histories: dict[Child, list[Event]] = defaultdict(list)
    for one in last.values():
        if not one.withdrawn:
            histories[Child(AREA, one.subject_key)].append(event(one, 0, made.calendar))
    return {child: sorted(events, key=order) for child, events in histories.items()}


def _revision(found: CaseEvent | IncidentReported | None) -> int:
    return 0 if found is None else found.revision


def _peak_mib() -> float:
    """The most memory that this process has held, the maker of the log with it."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
