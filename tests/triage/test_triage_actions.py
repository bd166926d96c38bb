"""What officers do with alerts, and what the alerts' own clocks do when nobody does anything."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from schemas.alerts import AlertRevision
from schemas.base import encode
from schemas.cases import ACTION_TYPES, CASE_RECORD, CLASSES
from services.triage.words import alert_text, rule_words
from tests.triage.logs import (
    AGENCIES,
    LIVE,
    NIGHTLY,
    START,
    after,
    clock,
    complete,
    concern,
    event,
    log,
    revisions,
    run,
    subject,
)

Entry = tuple[datetime, bytes]
LOW = {"source": "2A", "level": "low"}


def nfas(*, area: str = LIVE) -> list[Entry]:
    """Three decisions of no further action in three minutes: an S3 alert."""
    times = [after(0, minutes=number) for number in range(3)]
    return [(at, event("contact_outcome", at, id=f"n{at.minute}", area=area, outcomes=("nfa",))) for at in times]


def did(
    kind: str, at: datetime, entries: Sequence[Entry], *, id: str = "a1", role: str = "officer", **more: object
) -> Entry:
    """An officer does something with the first alert of these entries."""
    first = revisions(run(log(*entries)))[0]
    found: dict[str, Any] = {"type": kind, "event_id": id, "area": first.area, "subject_key": first.subject_key}
    found |= {"agency": AGENCIES[first.area], "occurred_at": at, "alert_id": first.alert_id, "actor_role": role}
    return at, encode(CASE_RECORD.validate_python(found | more))


def told(*entries: Entry) -> list[tuple[str, str]]:
    """What happened, as (change, state)."""
    return [(one.change, one.state) for one in revisions(run(log(*entries)))]


def last(*entries: Entry) -> AlertRevision:
    """The last revision."""
    return revisions(run(log(*entries)))[-1]


WARNED = [(START, concern(START)), (after(5), clock(START))]
"""At 13:00 a warning of severity S2."""


def test_an_alert_that_nobody_acknowledges_goes_to_the_duty_manager_at_its_instant_and_no_further() -> None:
    found = revisions(run(log(*nfas(), (after(24 * 9), clock(START)))))
    assert [one.change for one in found] == ["opened", "escalated"]
    assert found[1].log_time == found[0].acknowledge_by
    assert (found[1].assigned_to, found[1].because.code) == ("duty_manager", "unacknowledged")
    assert found[1].acknowledge_by is not None


def test_an_alert_that_nobody_decides_must_be_acknowledged_by_the_duty_manager() -> None:
    seen = did("alert_acknowledged", after(1), nfas())
    found = revisions(run(log(*nfas(), seen, (after(24 * 9), clock(START)))))
    assert [(one.change, one.state) for one in found][1:] == [("acknowledged", "acknowledged"), ("escalated", "open")]
    assert found[2].log_time == found[1].decide_by
    assert found[2].because.code == "undecided"
    assert (found[2].assigned_to, found[2].decide_by) == ("duty_manager", None)


def test_what_pages_nobody_is_not_escalated() -> None:
    loaded = log(*nfas(), headers={"history": b"1"})
    later = log((after(24 * 9), clock(START)))[0]._replace(offset=3)
    assert [(one.change, one.acknowledge_by) for one in revisions(run([*loaded, later]))] == [("opened", None)]


def test_a_second_acknowledgement_says_that_nothing_waited_for_it() -> None:
    seen = did("alert_acknowledged", after(1), nfas())
    again = did("alert_acknowledged", after(2), nfas(), id="a2")
    assert told(*nfas(), seen, again)[-1] == ("refused", "acknowledged")
    assert last(*nfas(), seen, again).because.code == "not_awaited"


def test_a_snooze_ends_at_its_instant_and_the_alert_must_be_acknowledged_anew() -> None:
    slept = did("alert_snoozed", after(1), nfas(), until=after(30))
    found = revisions(run(log(*nfas(), slept, (after(31), clock(START)))))
    assert [(one.change, one.state) for one in found][1:] == [("snoozed", "snoozed"), ("snooze_ended", "open")]
    assert found[2].log_time == after(30)
    assert found[2].acknowledge_by is not None


def test_an_s1_cannot_be_snoozed_and_what_becomes_one_wakes_up() -> None:
    slept = did("alert_snoozed", after(4.5), WARNED, until=after(90))
    breached = revisions(run(log(WARNED[0], slept, (after(25), clock(START)))))
    assert [(one.change, one.severity, one.state) for one in breached][-2:] == [
        ("raised", "S1", "open"),
        ("escalated", "S1", "open"),
    ]
    assert breached[-2].snoozed_until is None
    late = did("alert_snoozed", after(24.5), WARNED, until=after(90))
    refused = last(WARNED[0], late)
    assert (refused.change, refused.because.code, refused.state) == ("refused", "snooze_of_s1", "open")
    assert "an S1 can't be snoozed" in alert_text(refused, rule_words(), {})


def test_an_alert_that_has_ended_takes_no_action_but_a_note() -> None:
    ended = [WARNED[0], (after(5), event("strategy_discussion_held", after(4.5), id="s1"))]
    seen = did("alert_acknowledged", after(6), WARNED)
    text = "00000000-0000-4000-8000-000000000001"
    note = did("alert_noted", after(7), WARNED, id="a2", text_id=text)
    assert told(*ended, seen, note)[-2:] == [("refused", "resolved"), ("noted", "resolved")]


def test_an_assignment_names_the_role_and_questions_are_told() -> None:
    given = did("alert_assigned", after(1), nfas(), to_role="partnership_lead")
    ids = {"text_id": "00000000-0000-4000-8000-000000000001", "question_id": "00000000-0000-4000-8000-000000000002"}
    asked = did("question_asked", after(2), nfas(), id="a2", **ids)
    answered = did("question_answered", after(3), nfas(), id="a3", role="reporter", **ids)
    assert [change for change, _ in told(*nfas(), given, asked, answered)] == [
        "opened",
        "assigned",
        "asked",
        "answered",
    ]
    assert last(*nfas(), given).assigned_to == "partnership_lead"
    assert "With the designated person of the safeguarding partnership." in alert_text(
        last(*nfas(), given), rule_words(), {}
    )


@pytest.mark.parametrize("code", ["wrong_match", "duplicate", "not_significant", "already_in_hand"])
def test_a_closed_alert_stays_closed_over_the_same_evidence_and_opens_again_over_new(code: str) -> None:
    closed = did("alert_closed", after(1), nfas(), code=code)
    again = (after(2), event("visit_made", after(2), id="v1"))
    assert told(*nfas(), closed, again)[-1] == ("closed", "closed")
    fourth = (after(3), event("contact_outcome", after(3), id="n9", outcomes=("nfa",)))
    found = last(*nfas(), closed, again, fourth)
    assert (found.change, found.state, found.because.event_id) == ("reopened", "open", "n9")
    assert found.closure_code is None


def test_a_closed_warning_opens_again_when_it_becomes_a_breach_unless_it_was_not_about_this_child() -> None:
    for code, change in (("already_in_hand", "reopened"), ("wrong_match", "closed")):
        closed = did("alert_closed", after(4.5), WARNED, code=code)
        assert [one.change for one in revisions(run(log(WARNED[0], closed, (after(24.5), clock(START)))))][-1] == change


def test_evidence_that_is_not_about_this_child_is_not_shown_beside_new_evidence() -> None:
    closed = did("alert_closed", after(4.5), WARNED, code="wrong_match")
    other = (after(5), concern(after(5), id="e2"))
    found = last(WARNED[0], closed, other, (after(9.5), clock(START)))
    assert [(one.anchor_event, one.severity) for one in found.findings] == [("e2", "S2")]


def test_a_new_action_must_be_recorded_by_the_end_of_the_next_working_day() -> None:
    closed = did("alert_closed", after(4.5), WARNED, code="new_action_taken")
    end = (after(24 * 4), clock(START))
    breach = [WARNED[0], closed, (after(24.5), clock(START))]
    assert told(*breach)[-1] == ("reopened", "open")
    many = did("alert_closed", after(1), nfas(), code="new_action_taken")
    found = revisions(run(log(*nfas(), many, end)))
    assert [one.change for one in found][:3] == ["opened", "closed", "reopened"]
    assert found[2].log_time == datetime.fromisoformat("2026-03-04T00:00:00Z")
    assert found[2].because.code == "no_protective_event"
    visited = (after(20), event("visit_made", after(20), id="v1"))
    assert told(*nfas(), many, visited, end)[-1] == ("closed", "closed")


def test_a_new_action_in_a_nightly_feed_is_missed_only_when_the_feed_is_complete() -> None:
    types = ("referral_decided", "strategy_discussion_held", "referral_received", "assessment_started")
    carried = ("icpc_held", "section_47_started", "cp_plan_started", "cp_review_held", "cin_plan_started")
    decided = [
        (at, event("referral_decided", at, id=f"n{at.minute}", area=NIGHTLY, outcomes=("nfa",))) for at, _ in nfas()
    ]
    closed = did("alert_closed", after(1), decided, code="new_action_taken")
    end = after(24 * 4)
    assert told(*decided, closed, (end, clock(START)))[-1] == ("closed", "closed")
    assert told(*decided, closed, (end, complete(NIGHTLY, end, *types, *carried)))[-1][0] == "reopened"


def test_an_officer_reopens_what_was_closed_and_only_that() -> None:
    closed = did("alert_closed", after(1), nfas(), code="wrong_match")
    back = did("alert_reopened", after(2), nfas(), id="a2", role="duty_manager")
    again = did("alert_reopened", after(3), nfas(), id="a3")
    assert told(*nfas(), closed, back, again)[-2:] == [("reopened", "open"), ("refused", "open")]
    fourth = (after(4), event("contact_outcome", after(4), id="n9", outcomes=("nfa",)))
    assert len(last(*nfas(), closed, back, fourth).findings[0].seen) == 4


def test_nobody_reopens_what_no_rule_finds_any_more() -> None:
    closed = did("alert_closed", after(4.5), WARNED, code="already_in_hand")
    held = (after(5), event("strategy_discussion_held", after(2), id="s1"))
    back = did("alert_reopened", after(6), WARNED, id="a2")
    assert last(WARNED[0], closed, held, back).because.code == "nothing_left"


def test_an_action_on_an_alert_that_is_not_the_childs_is_a_dead_letter() -> None:
    wrong = did("alert_acknowledged", after(1), nfas(), alert_id="00000000-0000-4000-8000-000000000009")
    outputs = run(log(*nfas(), wrong))
    assert b"/alert_id" in (outputs[-1].value or b"")
    assert outputs[-1].topic == "dead-letters"


def test_a_merger_keeps_what_was_closed_closed() -> None:
    merged = {"to_subject_key": subject(2)}
    closed = did("alert_closed", after(1), nfas(), code="not_significant")
    assert told(*nfas(), closed, (after(2), event("subject_merged", after(2), id="c1", **merged)))[-1][0] == "closed"  # type: ignore[arg-type]


def test_every_action_of_the_contracts_makes_a_revision() -> None:
    more = {
        "to_role": "duty_manager",
        "until": after(9),
        "code": "duplicate",
        "text_id": "00000000-0000-4000-8000-000000000001",
        "question_id": "00000000-0000-4000-8000-000000000002",
    }
    for kind in sorted(ACTION_TYPES):
        fields = {name: value for name, value in more.items() if name in CLASSES[kind].model_fields}
        assert len(told(*nfas(), did(kind, after(1), nfas(), **fields))) == 2  # type: ignore[arg-type]
