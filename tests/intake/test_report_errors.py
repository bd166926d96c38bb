"""What is wrong with an incident report, told at once."""

import json
from typing import Any

import pytest

from schemas.configuration import Configuration
from services.intake.area_keys import AreaKey
from services.intake.organisations import organisations_of
from services.intake.refusal import Refusal
from services.intake.reports import ReportReader
from tests.intake.world import AREA, NHS_NUMBER, RECEIVED, report, report_with_child


@pytest.fixture
def reader(configured: Configuration) -> ReportReader:
    """A reader that holds the area's key."""
    return ReportReader(organisations_of(configured), {AREA: AreaKey(1, bytes(32))}, b"s" * 32)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (report(narrative="Kim from the north team said", suggestion="x"), {"/narrative", "/suggestion"}),
        (report(incident_class="good_catch", failure_layers=["active"]), {"/prevented_by", "/failure_layers"}),
        (report(staff_name="Kim", journey_stage="here"), {"/staff_name", "/journey_stage"}),
        (report(reported_on="2190-01-01"), {"/reported_on"}),
        (report(team="nowhere", occurred_on="2026-03-18"), {"/team", "/occurred_on"}),
        (report(occurred_on="2026-03-17T10:00:00Z"), {"/occurred_on"}),
        (report(revision=2, reported_on=None), {"/reported_on"}),
        (report_with_child(route="learning_only"), {"/child"}),
        (report_with_child(route=None), {"/child"}),
        (report_with_child(child=None), {"/child"}),
        (report_with_child(reporter_role="parent"), {"/child"}),
        (report_with_child(route="independent_route"), {"/route"}),
        (report_with_child(child={"nhs_number": "9990000019", "responsible_agency": "x"}), {"/child/nhs_number"}),
        (
            report_with_child(child={"nhs_number": NHS_NUMBER, "responsible_agency": "brackwater"}),
            {"/child/responsible_agency"},
        ),
    ],
)
def test_what_is_wrong_with_a_report_is_told_at_once(
    reader: ReportReader, body: dict[str, Any], pointers: set[str]
) -> None:
    """And neither its text nor its child is told back."""
    refusal = reader.read(json.dumps(body).encode(), "form-1", RECEIVED)
    assert isinstance(refusal, Refusal)
    assert refusal.status == 422
    assert {error.pointer for error in refusal.errors} == pointers
    assert not any(word in str(refusal) for word in ("Kim", "999000", "north"))
