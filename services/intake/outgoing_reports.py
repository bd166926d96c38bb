"""The two halves as records: nothing that one holds could tell which the other is."""

from typing import Final

from schemas.base import encode
from schemas.cases import IncidentReported
from schemas.reports import IncidentReport
from services.intake.days import day_start
from services.intake.events import HISTORY
from services.intake.events import TOPIC as CASES
from services.intake.outbox.rows import Outgoing
from services.intake.received import Received
from services.streaming.cloudevents import dataschema, headers
from services.streaming.partitions import partition_of

REPORTS: Final = "incident-reports"
A_PERSON: Final = "a-person"
"""The source of every protection half."""


def learning_record(report: IncidentReport, partitions: int, received: Received) -> Outgoing:
    """For `incident-reports`: all times as coarse as the day, without a trace."""
    day = day_start(received.now_ms)
    source = f"/areas/{report.area}" if report.agency is None else f"/agencies/{report.agency}"
    ce = headers(
        id=f"{report.report_id}:{report.revision}",
        type="heed.incident_report",
        source=source,
        time_ms=day,
        dataschema=dataschema(REPORTS),
    )
    partition = partition_of(report.area, partitions)
    return Outgoing(REPORTS, partition, report.report_id.encode(), encode(report), ce, day)


def protection_record(half: IncidentReported, partitions: int, received: Received) -> Outgoing:
    """For `cases`: stamped when the relay sends it; its own id, no trace, from a person."""
    ce = headers(
        id=f"{half.event_id}:{half.revision}",
        type="heed.case.incident_reported",
        source=A_PERSON,
        time_ms=day_start(received.now_ms),
        dataschema=dataschema(CASES),
    )
    history = (HISTORY,) if received.history else ()
    partition = partition_of(half.area, partitions)
    return Outgoing(CASES, partition, half.subject_key.encode(), encode(half), (*ce, *history), None)
