"""What case events may say, and what they can't."""

from datetime import UTC, date, datetime

import pytest
from pydantic import TypeAdapter

from schemas.base import encode
from schemas.cases import (
    ACTION_TYPES,
    AGENCY_CLASSES,
    AGENCY_EVENT,
    AGENCY_EVENT_TYPES,
    CASE_RECORD,
    CLASSES,
    CONTROL_TYPES,
    CORRECTION_TYPES,
    FEED_TYPES,
    CaseEvent,
    Clock,
    FeedCompleteTo,
    IncidentReported,
    RulesChanged,
    record_key,
)
from tests.contract.records import AREA, CHILD, OTHER_CHILD, event, read, wrong, wrong_fields

RECORDED = "2026-03-17T10:05:00Z"
SOUND = [
    pytest.param(event(), id="a concern"),
    pytest.param(
        event(age_band="under_1", family_key=OTHER_CHILD, team="a-team", derived=True), id="every common field"
    ),
    pytest.param(event(revision=3, withdrawn=True), id="taken back"),
    pytest.param(event(occurred_at="2026-03-17T10:08:00Z"), id="two computers disagree by three minutes"),
    pytest.param(
        event(occurred_at="2026-03-17T00:00:00Z", occurred_precision="day", recorded_at="2026-03-17T00:00:00Z"),
        id="an export that holds dates only",
    ),
    pytest.param(
        event(occurred_at="2026-03-17T23:00:00Z", occurred_precision="day"), id="later on the day that is meant"
    ),
    pytest.param(
        event(occurred_at="2026-06-01T00:00:00+01:00", recorded_at="2026-06-01T08:00:00+01:00"), id="summer time"
    ),
    pytest.param(event("contact_outcome", outcomes=["nfa", "assessment"]), id="two outcomes"),
    pytest.param(event("contact_outcome", outcomes=["nfa"], checks_done=[]), id="no check was done"),
    pytest.param(event("visit_made", child_seen=False), id="a visit without the child"),
    pytest.param(event("visit_made", child_seen=True, child_seen_alone=False), id="seen, not alone"),
    pytest.param(event("injury_observed", mobile="unknown"), id="not known whether the child is mobile"),
    pytest.param(event("serious_incident", aware_at="2026-03-17T12:00:00Z"), id="aware of it after it was recorded"),
    pytest.param(event("cp_plan_started", category="MUL", previous_plans=0), id="a first plan"),
    pytest.param(event("feedback_given", to_source="1C", about_event="R-1"), id="feedback to the child"),
]

UNSOUND = [
    (event(recorded_at="2026-03-17T09:20:00Z"), ["/recorded_at"]),
    (event(occurred_at="2026-03-19T00:00:00Z", occurred_precision="day"), ["/recorded_at"]),
    (event(occurred_at="2026-03-17T09:30:00"), ["/occurred_at"]),
    (event(occurred_at="1773739800"), ["/occurred_at"]),
    (event(occurred_at="0001-01-01T00:00:00Z"), ["/occurred_at"]),
    (event(subject_key="9434765919"), ["/subject_key"]),
    (event(subject_key="a1" * 32), ["/subject_key"]),
    (event(event_id="two words"), ["/event_id"]),
    (event(event_id="x" * 65), ["/event_id"]),
    (event(age_band="3"), ["/age_band"]),
    (event(date_of_birth="2020-01-01"), ["/date_of_birth"]),
    (event(source=None), ["/source"]),
    (event(level="urgent"), ["/level"]),
    (event(signals=["bruise"]), ["/signals/0"]),
    (event("contact_outcome"), ["/outcomes"]),
    (event("contact_outcome", outcomes=[]), ["/outcomes"]),
    (event("referral_decided", outcomes=["nfa"], about_agency="an-agency"), ["/about_event"]),
    (event("visit_made", child_seen=False, child_seen_alone=True), ["/child_seen"]),
    (event("assessment_completed", assessment_factors=["21", "3A"]), ["/assessment_factors"]),
    (event("episode_closed"), ["/reason"]),
    (event("episode_closed", reason="RC10"), ["/reason"]),
    (event("injury_observed"), ["/mobile"]),
    (event("event_moved", moved_event="E-1", to_subject_key=CHILD), ["/to_subject_key"]),
    (event("subject_split", to_subject_key=OTHER_CHILD, moved_events=[]), ["/moved_events"]),
    (event("concern"), ["/type"]),
    ({name: value for name, value in event().items() if name != "type"}, ["/type"]),
]


@pytest.mark.parametrize("record", SOUND)
def test_what_agencies_truly_hold_is_taken(record: dict[str, object]) -> None:
    assert wrong(AGENCY_EVENT, record) == []
    assert wrong(CASE_RECORD, record) == []


@pytest.mark.parametrize(("record", "fields"), UNSOUND, ids=[str(case[1]) for case in UNSOUND])
def test_what_contradicts_itself_is_refused_at_its_field(record: dict[str, object], fields: list[str]) -> None:
    assert wrong_fields(CASE_RECORD, record) == fields


def test_the_vocabulary_has_41_types_that_a_feed_may_carry_and_three_corrections() -> None:
    assert len(FEED_TYPES) == 41
    assert {"event_moved", "subject_merged", "subject_split"} == CORRECTION_TYPES
    assert FEED_TYPES | CORRECTION_TYPES == AGENCY_EVENT_TYPES
    assert {"clock", "rules_changed", "feed_complete_to"} == CONTROL_TYPES
    assert len(ACTION_TYPES) == 8
    assert set(CLASSES) == AGENCY_EVENT_TYPES | CONTROL_TYPES | ACTION_TYPES | {"incident_reported"}


@pytest.mark.parametrize("type", sorted(set(CLASSES) - AGENCY_EVENT_TYPES))
def test_an_agency_can_send_no_control_record_no_action_and_no_protection_half(type: str) -> None:
    assert wrong_fields(AGENCY_EVENT, {"type": type}) == ["/type"]


def test_what_an_agency_sends_and_nothing_else_has_the_common_fields() -> None:
    assert set(AGENCY_CLASSES) == AGENCY_EVENT_TYPES


def test_a_protection_half_has_only_the_common_fields_that_the_vocabulary_leaves_it() -> None:
    common = set(IncidentReported.model_fields) & set(CaseEvent.model_fields)
    assert common == {
        "type",
        "event_id",
        "revision",
        "withdrawn",
        "area",
        "subject_key",
        "responsible_agency",
        "age_band",
    }


def test_a_protection_half_knows_its_day_as_any_event_does() -> None:
    half = IncidentReported(
        event_id="5f0f2f0e-6f0c-4d0e-9a53-0a8f5f1c2b3d",
        revision=1,
        area=AREA,
        subject_key=CHILD,
        responsible_agency="an-agency",
        occurred_on=date(2026, 7, 1),
        harm_potential="likely",
        harm_actual="none",
        overlooked="yes",
    )
    assert (half.occurred_at, half.occurred_precision) == (datetime(2026, 7, 1, tzinfo=UTC), "day")
    assert (half.agency, half.team, half.family_key) == (None, None, None)


def test_sets_of_an_event_say_the_same_in_any_order() -> None:
    one = read(CASE_RECORD, event(signals=["missing", "hunger", "missing"]))
    assert encode(one) == encode(read(CASE_RECORD, event(signals=["hunger", "missing"])))


def test_retired_census_codes_are_read_under_their_legacy_names() -> None:
    found = read(CASE_RECORD, event("assessment_completed", assessment_factors=["18A", "3A"]))
    assert found.assessment_factors == ("18A_legacy", "3A")


@pytest.mark.parametrize("adapter", [CASE_RECORD, AGENCY_EVENT])
def test_unicode_digits_are_no_digits(adapter: TypeAdapter[object]) -> None:
    assert wrong_fields(adapter, event(area="E0600090\u0661")) == ["/area"]


def test_a_record_is_keyed_by_its_child_and_a_control_record_by_what_it_is_about() -> None:
    now = datetime(2026, 3, 17, tzinfo=UTC)
    feed = FeedCompleteTo(area=AREA, agency="an-agency", source="a-feed", types=("visit_made",), complete_to=now)
    assert record_key(read(CASE_RECORD, event()), 3) == CHILD
    assert record_key(Clock(time=now), 3) == "clock:3"
    assert record_key(RulesChanged(area=AREA, rules="0" * 64), 3) == f"rules:{AREA}"
    assert record_key(feed, 3) == "feed:an-agency:a-feed"
