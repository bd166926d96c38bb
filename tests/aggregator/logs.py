"""Logs of reports as hypothesis draws them: few reports, teams and days, so that everything happens to everything."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from schemas.base import encode
from schemas.codes import ReportPrecision
from schemas.reports import IncidentReport
from services.streaming.records import Record

TOPIC = "incident-reports"
AREAS = ("E06000901", "E06000902")
HOMES = (("agency-a", "team-1"), ("agency-a", "team-2"), ("agency-b", "team-3"), ("agency-a", None), (None, None))
FIRST = date(2025, 3, 24)
START = datetime(2025, 3, 28, 11, 30, tzinfo=UTC)
"""Two days before England's clocks go forward; half a day later it is 23:30 in UTC, then another day in England."""
HALF_DAY_MS = 43_200_000

days = st.integers(0, 9).map(lambda number: FIRST - timedelta(days=number))


@st.composite
def reports(draw: st.DrawFn) -> IncidentReport:
    """A revision of one of four reports."""
    agency, team = draw(st.sampled_from(HOMES))
    said: dict[str, Any] = {
        "prevented_by": draw(st.sampled_from(("chance", "supervision"))),
        "harm_actual_physical": draw(st.sampled_from((None, "none", "not_known"))),
        "overlooked_at": draw(st.sampled_from((None, "referral", "closure"))),
        "factors": tuple(draw(st.sets(st.sampled_from(("workload", "handover", "training"))))),
        "failure_layers": tuple(draw(st.sets(st.sampled_from(("latent_local", "not_yet_known")), min_size=1))),
        "assessment_factors": tuple(draw(st.sets(st.sampled_from(("16A", "8A_legacy", "1A"))))),
    }
    precision: ReportPrecision = draw(st.sampled_from(("day", "day", "week", "month", "not_known")))
    return IncidentReport(
        report_id=str(UUID(int=draw(st.integers(1, 4)))),
        revision=draw(st.integers(1, 4)),
        withdrawn=draw(st.sampled_from((False, False, False, True))),
        area=draw(st.sampled_from(AREAS)),
        agency=agency,
        team=team,
        occurred_precision=precision,
        occurred_on=None if precision == "not_known" else draw(days),
        reported_on=FIRST,
        incident_class=draw(st.sampled_from(("near_miss_prevented", "good_catch"))),
        harm_potential=draw(st.sampled_from(("possible", "likely"))),
        overlooked="unsure",
        journey_stage=draw(st.sampled_from(("referral", "icpc"))),
        **said,
    )


@st.composite
def logs(draw: st.DrawFn) -> list[Record]:
    """A log with amendments, withdrawals, duplicates, conflicts, late lower revisions and unreadable records."""
    made = draw(st.lists(reports(), min_size=1, max_size=5))
    values = st.one_of(reports(), st.sampled_from(made), st.sampled_from(made)).map(encode)
    several = draw(st.lists(st.one_of(values, values, values, st.just(b"{}")), min_size=1, max_size=24))
    steps = [draw(st.sampled_from((0, 0, 1, 1, 3, -1))) for _ in several]
    at = [sum(steps[: number + 1]) for number in range(len(steps))]
    start = int(START.timestamp() * 1000)
    times = [start + max(0, step) * HALF_DAY_MS for step in at]
    return [Record(TOPIC, 0, n, times[n], None, value, (), times[n]) for n, value in enumerate(several)]


splits = st.lists(st.integers(1, 6), max_size=12)
