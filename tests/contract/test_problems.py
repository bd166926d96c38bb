"""What is told of a bad record: everything at once, and nothing that may identify someone."""

import json

import pytest
from pydantic import ValidationError

from schemas.cases import AGENCY_EVENT, CASE_RECORD
from schemas.control import MARK
from schemas.problems import MOST, Problem, pointer, problems, shown
from schemas.reports import REPORT_RECORD
from tests.contract.records import event, report, wrong

NHS_NUMBER = "9434765919"
SECRET = ("Jane Smith", NHS_NUMBER, "943 476 5919", "A123456789012", "jane@example.org", "12 High Street")


def test_every_problem_is_told_at_once_with_pointer_found_and_allowed() -> None:
    bad = report(factors=["blame"], occurred_on="17/03/2026", revision=1.5, journey_stage=None)
    assert wrong(REPORT_RECORD, bad) == [
        Problem("/revision", "1.5", "a whole number"),
        Problem("/occurred_on", "17/03/2026", "a date from 1900-01-01 to 2199-12-31, such as 2026-03-17"),
        Problem("/journey_stage", None, "is required"),
        Problem("/factors/0", "blame", wrong(REPORT_RECORD, report(factors=["blame"]))[0].message),
    ]


def test_a_code_that_is_not_in_its_list_is_answered_with_the_list() -> None:
    [found] = wrong(REPORT_RECORD, report(harm_potential="high"))
    assert found == Problem("/harm_potential", "high", "one of none, possible, likely, not_known, prefer_not_to_say")


@pytest.mark.parametrize("value", SECRET)
@pytest.mark.parametrize(
    "name", ["subject_key", "family_key", "event_id", "age_band", "area", "agency", "occurred_at", "level"]
)
def test_a_value_that_may_identify_someone_is_never_told(name: str, value: str) -> None:
    told = json.dumps(wrong(CASE_RECORD, event(**{name: value})))
    assert value not in told


@pytest.mark.parametrize("value", SECRET)
def test_of_an_unknown_field_only_its_name_is_told_and_that_only_when_it_looks_like_one(value: str) -> None:
    assert wrong(CASE_RECORD, event(staff_name=value)) == [
        Problem("/staff_name", None, "is not a field of this record")
    ]
    assert wrong(CASE_RECORD, {**event(), value: 1}) == [Problem("/(a field)", None, "is not a field of this record")]


@pytest.mark.parametrize(
    ("text", "start"),
    [("", "one JSON object; EOF"), ("{", "one JSON object; EOF"), ("name: Jane", "one JSON object; expected")],
)
def test_what_is_no_json_is_told_without_its_text(text: str, start: str) -> None:
    with pytest.raises(ValidationError) as caught:
        AGENCY_EVENT.validate_json(text)
    [found] = problems(caught.value)
    assert (found.pointer, found.found) == ("", None)
    assert found.message.startswith(start)
    assert "Jane" not in found.message


def test_a_wrong_type_of_record_is_answered_with_the_types() -> None:
    [found] = wrong(REPORT_RECORD, {"type": "report"})
    assert found == Problem("/type", "report", "one of incident_report, team_changed")
    assert wrong(REPORT_RECORD, {}) == [Problem("/type", None, "is required")]


def test_a_record_that_is_no_object_is_told_so() -> None:
    assert [problem.message for problem in wrong(CASE_RECORD, [])] == ["an object"]


def test_a_list_is_not_called_too_short_because_of_a_bad_item() -> None:
    assert [one.pointer for one in wrong(CASE_RECORD, event("contact_outcome", outcomes=["no"]))] == ["/outcomes/0"]


def test_pointers_work_without_a_union_too() -> None:
    assert [one.pointer for one in wrong(MARK, {"partition": -1})][-2:] == ["/engine", "/log_time"]


def test_no_more_problems_are_told_than_anyone_reads() -> None:
    assert len(wrong(CASE_RECORD, event() | {f"field_{n}": n for n in range(500)})) == MOST


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        (None, "null"),
        (12, "12"),
        (1.5, "1.5"),
        ("2026-13-01", "2026-13-01"),
        ({"a": 1}, None),
        ("", None),
    ],
)
def test_only_numbers_dates_and_short_codes_are_shown(value: object, text: str | None) -> None:
    assert shown(value) == text


def test_a_pointer_names_the_place_in_a_list() -> None:
    assert pointer(("factors", 3)) == "/factors/3"
    assert pointer(()) == ""


def test_limits_are_told_in_words() -> None:
    told = {one.pointer: one.message for one in wrong(MARK, {"partition": -1, "index": 2**40, "group": "A b"})}
    assert told["/partition"] == "at least 0"
    assert told["/index"] == f"at most {2**31}"
    assert told["/group"].startswith("an id of the configuration")
