"""A recount of raw reports by brute force, written without the code that it checks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from schemas.counts import COUNT
from schemas.reports import IncidentReport
from services.streaming.records import Output, Record

ONE = (
    "incident_class", "prevented_by", "harm_actual_physical", "harm_actual_psychological", "harm_potential",
    "overlooked", "overlooked_at", "journey_stage", "reporter_role",
)  # fmt: skip
MANY = {
    "harm_categories": "harm_category",
    "assessment_factors": "assessment_factor",
    "factors": "factor",
    "failure_layers": "layer",
}


class Cell(NamedTuple):
    """What is counted on one day."""

    area: str
    agency: str | None
    team: str | None
    day: date
    dimension: str
    value: str


def recount(log: Sequence[Record], as_of: date | None = None) -> Counter[Cell]:
    """How many reports of the log lie in each cell by what was known at the end of the day."""
    told: dict[tuple[str, int], IncidentReport] = {}
    latest = 0
    for record in log:
        latest = max(latest, record.timestamp)
        if as_of is None or known_day(latest) <= as_of:
            for report in _read(record):
                told.setdefault((report.report_id, report.revision), report)
    highest = {id: max(revision for other, revision in told if other == id) for id, _ in told}
    current = [report for (id, revision), report in told.items() if revision == highest[id] and not report.withdrawn]
    return Counter(cell for report in current for cell in _cells(report))


def of_outputs(outputs: Sequence[Output], as_of: date | None = None) -> Counter[Cell]:
    """The same from the fold's outputs: the last value of each key, summed over the days on which it was known."""
    last = {output.key: output.value for output in outputs if output.topic == "counts"}
    found: Counter[Cell] = Counter()
    for value in last.values():
        count = COUNT.validate_json(value or b"")
        if as_of is None or count.known_day <= as_of:
            found[Cell(count.area, count.agency, count.team, count.day, count.dimension, count.value)] += count.n
    return Counter({cell: n for cell, n in found.items() if n})


def known_day(ms: int) -> date:
    """The day in England of a record's time."""
    return datetime.fromtimestamp(ms / 1000, UTC).astimezone(ZoneInfo("Europe/London")).date()


def known_days(log: Sequence[Record]) -> list[date]:
    """The days on which something became known."""
    return sorted({known_day(record.timestamp) for record in log})


def _read(record: Record) -> Iterator[IncidentReport]:
    try:
        yield IncidentReport.model_validate_json(record.value or b"")
    except ValidationError:
        return


def _cells(report: IncidentReport) -> Iterator[Cell]:
    said = report.model_dump()
    day = report.occurred_on or report.reported_on
    pairs = {("total", "all")}
    pairs |= {(field, said[field]) for field in ONE if said[field] is not None}
    pairs |= {(dimension, value) for field, dimension in MANY.items() for value in said[field]}
    for dimension, value in pairs:
        yield Cell(report.area, report.agency, report.team, day, dimension, value)
