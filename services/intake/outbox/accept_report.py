"""What is decided and written in the outbox's transaction for an incident report."""

import sqlite3
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from services.intake.days import DAY_MS, day_start, england_day
from services.intake.following import Step, follow
from services.intake.links import Links
from services.intake.outbox.accept import Verdict, remember
from services.intake.outbox.rows import add, add_learning
from services.intake.outgoing_reports import learning_record, protection_record
from services.intake.received import Received
from services.intake.reports import NewReport


@dataclass(frozen=True, slots=True)
class ReportOutcome:
    """What became of a report, and how many rows wait because of it."""

    verdict: Verdict
    rows: int = 0


def accept_report(
    report: NewReport, links: Links, partitions: int, received: Received
) -> Callable[[sqlite3.Connection], ReportOutcome]:
    """Work for the writer: both halves, the link and the idempotency, in one transaction."""

    def work(db: sqlite3.Connection) -> ReportOutcome:
        known = db.execute("SELECT content FROM seen WHERE identity = ?", (report.identity,)).fetchone()
        if known is not None:
            return ReportOutcome("repeated" if known[0] == report.content else "conflict")
        remember(db, report.identity, report.content, received.now_ms // DAY_MS, None)
        learning = learning_record(report.learning, partitions, received)
        add_learning(db, learning, report.learning.revision, day_start(received.now_ms))
        return ReportOutcome("accepted", 1 + _protect(db, report, links, partitions, received))

    return work


def _protect(db: sqlite3.Connection, report: NewReport, links: Links, partitions: int, received: Received) -> int:
    """The protection half's next records, and the link to them; how many records."""
    report_id = report.learning.report_id
    before = links.find(db, report_id)
    step: Step = follow(before, report.concerned, uuid.uuid4())
    for half in step.records:
        add(db, protection_record(half, partitions, received), received.now_ms)
    if step.link is not None and step.link != before:
        links.keep(db, report_id, step.link, england_day(received.now_ms))
    return len(step.records)
