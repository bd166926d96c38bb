"""What an incident report may say, and what it can't."""

from datetime import date

import pytest

from schemas.base import encode
from schemas.reports import REPORT_RECORD, IncidentReport, TeamChanged, record_key, start_of
from tests.contract.records import read, report, wrong, wrong_fields

SOUND = [
    pytest.param({}, id="a near miss and what stopped it"),
    pytest.param({"incident_class": "good_catch", "prevented_by": "chance"}, id="a good catch"),
    pytest.param({"incident_class": "harm", "prevented_by": None, "harm_actual_physical": "severe"}, id="harm"),
    pytest.param({"incident_class": "harm", "prevented_by": None}, id="harm, not yet asked of which kind"),
    pytest.param(
        {"incident_class": "good_practice", "prevented_by": None, "harm_actual_physical": "fatal"}, id="good work"
    ),
    pytest.param({"occurred_precision": "not_known", "occurred_on": None}, id="when is not known"),
    pytest.param({"occurred_precision": "prefer_not_to_say", "occurred_on": None}, id="when is not said"),
    pytest.param({"occurred_on": "2026-03-18"}, id="reported on the day"),
    pytest.param({"team": None}, id="kept under the agency"),
    pytest.param({"team": None, "agency": None}, id="kept under the partnership"),
    pytest.param({"prevented_by": "prefer_not_to_say", "overlooked": "not_known"}, id="no answers"),
    pytest.param({"factors": ["not_known"], "harm_categories": ["prefer_not_to_say"]}, id="no answers to sets"),
    pytest.param({"failure_layers": ["active", "not_yet_known"]}, id="active, the rest not yet known"),
    pytest.param({"failure_layers": ["active", "latent_local"]}, id="active and latent"),
    pytest.param({"failure_layers": ["prefer_not_to_say"]}, id="layer not said"),
    pytest.param({"assessment_factors": ["21"]}, id="no factors identified"),
    pytest.param({"withdrawn": True, "revision": 2}, id="withdrawn"),
    pytest.param({"overlooked": "unsure", "overlooked_at": "closure"}, id="perhaps overlooked"),
]

UNSOUND = [
    ({"prevented_by": None}, ["/prevented_by"]),
    ({"incident_class": "good_catch", "prevented_by": None}, ["/prevented_by"]),
    ({"failure_layers": ["active"]}, ["/failure_layers"]),
    ({"failure_layers": []}, ["/failure_layers"]),
    ({"failure_layers": ["not_known", "latent_local"]}, ["/failure_layers"]),
    ({"occurred_on": None}, ["/occurred_on"]),
    ({"occurred_precision": "not_known"}, ["/occurred_on"]),
    ({"occurred_on": "2026-03-19"}, ["/occurred_on"]),
    ({"occurred_on": "1899-12-31"}, ["/occurred_on"]),
    ({"occurred_on": "2026-03-17T09:30:00Z"}, ["/occurred_on"]),
    ({"reported_on": "1773792000"}, ["/reported_on"]),
    ({"harm_actual_physical": "low"}, ["/harm_actual_physical"]),
    (
        {
            "incident_class": "harm",
            "prevented_by": None,
            "harm_actual_physical": "none",
            "harm_actual_psychological": "none",
        },
        ["/incident_class"],
    ),
    ({"overlooked": "no", "overlooked_at": "contact"}, ["/overlooked_at"]),
    ({"agency": None}, ["/agency"]),
    ({"factors": ["workload", "not_known"]}, ["/factors"]),
    ({"assessment_factors": ["21", "3A"]}, ["/assessment_factors"]),
    ({"assessment_factors": ["25A"]}, ["/assessment_factors/0"]),
    ({"staff_name": "someone"}, ["/staff_name"]),
    ({"narrative": "what happened"}, ["/narrative"]),
    ({"revision": 0}, ["/revision"]),
    ({"revision": "1"}, ["/revision"]),
    ({"area": "W06000001"}, ["/area"]),
    ({"area": "E0600090\u0661"}, ["/area"]),
    ({"report_id": "R-1"}, ["/report_id"]),
    ({"withdrawn": 1}, ["/withdrawn"]),
]


@pytest.mark.parametrize("changes", SOUND)
def test_what_is_true_of_reports_is_taken(changes: dict[str, object]) -> None:
    assert wrong(REPORT_RECORD, report(**changes)) == []


@pytest.mark.parametrize(("changes", "fields"), UNSOUND, ids=[str(case[0])[:60] for case in UNSOUND])
def test_what_contradicts_itself_is_refused_at_its_field(changes: dict[str, object], fields: list[str]) -> None:
    assert wrong_fields(REPORT_RECORD, report(**changes)) == fields


@pytest.mark.parametrize("name", ["occurred_precision", "incident_class", "overlooked", "reported_on", "journey_stage"])
def test_what_every_form_asks_is_required(name: str) -> None:
    assert f"/{name}" in wrong_fields(REPORT_RECORD, report(**{name: None}))


def test_several_broken_rules_are_told_at_once() -> None:
    found = wrong_fields(REPORT_RECORD, report(prevented_by=None, failure_layers=["active"], occurred_on="2026-03-19"))
    assert found == ["/occurred_on", "/prevented_by", "/failure_layers"]


def test_retired_census_codes_are_read_under_their_legacy_names_and_not_guessed() -> None:
    found = read(REPORT_RECORD, report(assessment_factors=["18A", "8A", "19A", "3A", "8A_legacy"]))
    assert found.assessment_factors == ("18A_legacy", "19A_legacy", "3A", "8A_legacy")
    assert b'"18A"' not in encode(found)


def test_a_set_says_the_same_in_any_order() -> None:
    one = read(REPORT_RECORD, report(factors=["workload", "handover", "workload"]))
    other = read(REPORT_RECORD, report(factors=["handover", "workload"]))
    assert one == other
    assert encode(one) == encode(other)


@pytest.mark.parametrize(
    ("precision", "kept"), [("day", date(2026, 3, 18)), ("week", date(2026, 3, 16)), ("month", date(2026, 3, 1))]
)
def test_a_date_is_kept_no_finer_than_the_reporter_meant(precision: str, kept: date) -> None:
    found = read(REPORT_RECORD, report(occurred_on="2026-03-18", occurred_precision=precision))
    assert found.occurred_on == found.day == kept


def test_the_first_week_that_can_be_written_has_a_monday() -> None:
    assert start_of(date.min, "week") == date.min


def test_a_report_counts_on_its_own_day_where_none_is_known() -> None:
    found = read(REPORT_RECORD, report(occurred_precision="not_known", occurred_on=None))
    assert found.day == date(2026, 3, 18)


def test_a_report_that_says_nothing_of_layers_has_them_not_yet_known() -> None:
    assert read(REPORT_RECORD, report()).failure_layers == ("not_yet_known",)


def test_a_record_is_keyed_by_its_report_or_its_team() -> None:
    team = TeamChanged(
        area="E06000901", agency="an-agency", team="a-team", name="A team", headcount=12, from_day=date(2026, 1, 1)
    )
    assert record_key(team) == "team:a-team"
    found = read(REPORT_RECORD, report())
    assert isinstance(found, IncidentReport)
    assert record_key(found) == found.report_id
