"""From reports to panes."""

from datetime import date
from typing import Any

from hypothesis import given, settings

from schemas.code_lists.operations import DIMENSIONS as CONTRACT
from schemas.reports import IncidentReport
from services.aggregator.cells import CELLS, DIMENSIONS
from services.aggregator.panes import Block, changes, counted
from tests.aggregator.logs import reports

SHORT: dict[str, Any] = {
    "report_id": "00000000-0000-4000-8000-000000000001",
    "revision": 1,
    "area": "E06000901",
    "occurred_precision": "day",
    "occurred_on": date(2025, 3, 20),
    "reported_on": date(2025, 3, 24),
    "incident_class": "near_miss_no_harm",
    "harm_potential": "likely",
    "overlooked": "no",
    "journey_stage": "referral",
}


def cells(report: IncidentReport) -> set[tuple[str, str]]:
    found = counted(report)
    return {CELLS[cell] for cell in found.cells} if found else set()


def test_every_dimension_of_the_contract_is_counted_and_no_other() -> None:
    assert list(DIMENSIONS) == list(dict.fromkeys(DIMENSIONS))
    assert set(DIMENSIONS) == set(CONTRACT)


def test_a_short_form_counts_only_in_what_was_asked() -> None:
    assert cells(IncidentReport(**SHORT)) == {
        ("total", "all"),
        ("incident_class", "near_miss_no_harm"),
        ("harm_potential", "likely"),
        ("overlooked", "no"),
        ("journey_stage", "referral"),
        ("layer", "not_yet_known"),
    }


def test_a_report_of_a_week_counts_on_its_monday_and_one_of_a_month_on_the_first() -> None:
    week = counted(IncidentReport(**SHORT | {"occurred_precision": "week"}))
    month = counted(IncidentReport(**SHORT | {"occurred_precision": "month"}))
    assert week is not None
    assert week.block.day == date(2025, 3, 17).toordinal()
    assert month is not None
    assert month.block.day == date(2025, 3, 1).toordinal()


def test_a_report_of_an_unknown_day_counts_on_the_day_it_was_reported() -> None:
    found = counted(IncidentReport(**SHORT | {"occurred_precision": "not_known", "occurred_on": None}))
    assert found is not None
    assert found.block == Block("E06000901", "", "", date(2025, 3, 24).toordinal())


def test_a_withdrawn_report_counts_nowhere() -> None:
    assert counted(IncidentReport(**SHORT | {"withdrawn": True})) is None


@settings(deadline=None)
@given(reports(), reports())
def test_the_difference_of_two_revisions_turns_the_old_panes_into_the_new(
    old: IncidentReport, new: IncidentReport
) -> None:
    before, after = counted(old), counted(new)
    panes = {(before.block, cell) for cell in before.cells} if before else set()
    for change in changes(before, after):
        cells = {(change.block, cell) for cell in change.cells}
        assert cells.isdisjoint(panes) if change.by > 0 else cells <= panes
        panes = panes | cells if change.by > 0 else panes - cells
    assert panes == ({(after.block, cell) for cell in after.cells} if after else set())
