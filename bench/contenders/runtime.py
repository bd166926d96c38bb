"""This project's runtime: a fold of twenty lines, exactly once."""

import sqlite3
from collections import Counter
from typing import ClassVar

import uvloop

from bench.work import INPUT, OUTPUT, PUBLISH_S, FirstRecord, Job, count_of, team_of
from schemas.reports import REPORT_RECORD, IncidentReport
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.streaming.settings import Settings
from services.streaming.spec import FoldSpec
from services.streaming.worker import run_worker


class CountReports:
    """Counts different reports by team."""

    schema: ClassVar[str] = """CREATE TABLE seen (report_id BLOB PRIMARY KEY) WITHOUT ROWID;
                CREATE TABLE counted (team TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID;"""
    version: ClassVar[int] = 1

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._first = FirstRecord()

    def open(self, db: sqlite3.Connection) -> None:
        """See `Fold.open`."""
        self._counts = Counter(dict(db.execute("SELECT team, n FROM counted")))

    def apply(self, batch: Batch) -> None:
        """See `Fold.apply`."""
        self._first.seen()
        changed: dict[str, Record] = {}
        for record in batch:
            report = batch.read(record, REPORT_RECORD)
            if not isinstance(report, IncidentReport):
                continue
            if self._is_new(batch.db, report.report_id):
                self._counts[team_of(report)] += 1
                changed[team_of(report)] = record
            else:
                batch.duplicate(record)
        for team, cause in changed.items():
            self._publish(batch, team, cause)

    @staticmethod
    def _is_new(db: sqlite3.Connection, report_id: str) -> bool:
        """Sixteen bytes, not their text: random keys touch most pages of a table, so its size is what is written.

        A bytearray, because sqlite3 looks for an adapter of every value that isn't of a type it knows as plain.
        """
        key = bytearray.fromhex(report_id.replace("-", ""))
        return db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (key,)).rowcount == 1

    def _publish(self, batch: Batch, team: str, cause: Record) -> None:
        n = self._counts[team]
        batch.db.execute("INSERT OR REPLACE INTO counted VALUES (?, ?)", (team, n))
        batch.put(cause, OUTPUT, key=team, value=count_of(team, n), type="bench.count")

    def due(self, log_time: int) -> int | None:
        """See `Fold.due`: time alone changes no count."""
        return None


def build_spec() -> FoldSpec:
    """As the aggregator is hosted: a count waits a second for the next, and then is published."""
    return FoldSpec("bench", INPUT, CountReports, engine="0" * 8, linger=PUBLISH_S, batches=4)


if __name__ == "__main__":
    job = Job.from_argv()
    uvloop.run(run_worker(build_spec(), Settings(job.bootstrap, job.state_dir, job.prefix, dead_letter_key=bytes(64))))
