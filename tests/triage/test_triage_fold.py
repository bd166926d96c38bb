"""The life of an alert, story by story."""

from datetime import UTC, datetime

import pytest

from schemas.base import encode
from schemas.cases import AlertAcknowledged, RulesChanged
from services.streaming.records import Record
from services.triage.areas import UnknownRules
from tests.triage.logs import (
    AGENCIES,
    BUILT,
    LIVE,
    NIGHTLY,
    START,
    after,
    clock,
    complete,
    concern,
    event,
    log,
    ms,
    run,
    story,
    subject,
    told,
)


def test_a_warning_and_then_a_breach_fire_at_their_own_instants_though_the_log_is_read_much_later() -> None:
    found = told(run(log((after(0), concern(START)), (after(100), clock(after(100))))))
    assert [(one.change, one.severity, ms(one.log_time)) for one in found] == [
        ("opened", "S2", ms(after(4))),
        ("raised", "S1", ms(after(24))),
    ]
    assert found[1].because.cause == "deadline"
    assert found[1].because.at == after(24)
    assert found[1].findings[0].not_recorded[1].types == ("strategy_discussion_held",)
    assert found[1].acknowledge_by == after(25)


def test_a_discussion_that_is_recorded_late_but_was_held_in_time_withdraws_the_alert_and_is_named() -> None:
    late = event("strategy_discussion_held", after(2), id="s1")
    found = told(run(log((after(0), concern(START)), (after(30), late))))
    assert [one.change for one in found] == ["opened", "raised", "withdrawn"]
    assert found[2].because.event_id == "s1"
    assert found[2].acknowledge_by is None


def test_a_discussion_that_was_held_late_resolves_the_alert() -> None:
    held = event("strategy_discussion_held", after(30), id="s1")
    assert story(log((after(0), concern(START)), (after(30), held)))[-1] == ("resolved", "S1", "resolved")


def test_a_discussion_in_time_leaves_no_alert() -> None:
    held = event("strategy_discussion_held", after(3), id="s1")
    assert story(log((after(0), concern(START)), (after(3), held), (after(100), clock(after(100))))) == []


def test_a_retracted_discussion_reopens_the_same_alert() -> None:
    held = event("strategy_discussion_held", after(2), id="s1")
    gone = event("strategy_discussion_held", after(2), id="s1", revision=2, withdrawn=True)
    found = told(run(log((after(0), concern(START)), (after(30), held), (after(31), gone))))
    assert [one.change for one in found] == ["opened", "raised", "withdrawn", "reopened"]
    assert len({one.alert_id for one in found}) == 1
    assert found[3].because.cause == "retracted"


def test_a_lower_revision_that_arrives_after_a_higher_one_changes_nothing() -> None:
    lowered = concern(START, revision=2, level="low")
    assert story(log((after(0), lowered), (after(1), concern(START)), (after(50), clock(after(50))))) == []


def test_the_same_revision_again_is_a_duplicate_and_with_other_content_a_dead_letter() -> None:
    outputs = run(log((after(0), concern(START)), (after(1), concern(START)), (after(1), concern(START, level="low"))))
    assert [one.topic for one in outputs] == ["dead-letters"]
    assert b"revision_conflict" in (outputs[0].value or b"")


def test_a_revision_under_another_child_is_a_dead_letter_and_changes_neither() -> None:
    moved = concern(START, revision=2, child=2, level="low")
    outputs = run(log((after(0), concern(START)), (after(1), moved), (after(50), clock(after(50)))))
    assert next(one.topic for one in outputs) == "dead-letters"
    assert {one.subject_key for one in told(outputs)} == {subject(1)}


def test_an_absence_waits_until_the_nightly_feed_is_complete_past_its_deadline() -> None:
    said = complete(NIGHTLY, after(24), "strategy_discussion_held")
    early = complete(NIGHTLY, after(3), "strategy_discussion_held")
    entries = [(after(0), concern(START, area=NIGHTLY)), (after(90), early), (after(100), said)]
    found = told(run(log(*entries)))
    assert [(one.change, one.severity, one.log_time) for one in found] == [("opened", "S1", after(100))]
    assert found[0].because.cause == "feed"


def test_a_feed_that_is_complete_for_other_types_lets_nothing_fire() -> None:
    said = complete(NIGHTLY, after(90), "assessment_completed")
    assert story(log((after(0), concern(START, area=NIGHTLY)), (after(100), said))) == []


def test_a_live_feed_that_says_it_is_behind_is_complete_only_to_what_it_says() -> None:
    entries = [
        (after(90), complete(LIVE, after(-1), "strategy_discussion_held")),
        (after(91), concern(START)),
        (after(92), complete(LIVE, after(5), "strategy_discussion_held")),
        (after(93), complete(LIVE, after(93), "strategy_discussion_held")),
    ]
    found = told(run(log(*entries)))
    assert [(one.change, one.severity, one.log_time) for one in found] == [
        ("opened", "S2", after(92)),
        ("raised", "S1", after(93)),
    ]


def test_a_second_finding_joins_the_open_alert_and_when_it_ends_the_severity_falls_to_the_first() -> None:
    entries = [(after(n), event("contact_outcome", after(n), id=f"n{n}", outcomes=("nfa",))) for n in range(3)]
    entries += [
        (after(3), concern(after(3))),
        (after(30), event("strategy_discussion_held", after(4), id="s1")),
    ]
    assert [change for change, _, _ in story(log(*entries))] == ["opened", "raised", "added", "raised", "lowered"]


def test_alerts_that_a_history_load_opens_are_marked_until_something_new_joins() -> None:
    loaded = log((after(72), concern(START)), headers={"history": b"1"})
    later = Record("cases", 0, 1, ms(after(100)), None, concern(after(95), id="e2"), (), ms(after(100)))
    found = told(run([*loaded, later]))
    assert [(one.change, one.from_history) for one in found] == [("opened", True), ("added", False)]


def test_a_deadline_that_passes_after_the_load_is_no_history() -> None:
    """The newest cases of a load are today's: what is missing tomorrow must reach an officer."""
    loaded = log((after(5), concern(START)), headers={"history": b"1"})
    later = Record("cases", 0, 1, ms(after(25)), None, clock(after(25)), (), ms(after(25)))
    found = told(run([*loaded, later]))
    assert [(one.change, one.severity, one.from_history) for one in found] == [
        ("opened", "S2", True),
        ("raised", "S1", False),
    ]


def test_an_acknowledgement_is_recorded_and_a_rise_asks_for_another() -> None:
    opened = told(run(log((after(0), concern(START)), (after(5), clock(after(5))))))[0]
    action = AlertAcknowledged(
        event_id="a1",
        area=LIVE,
        subject_key=subject(1),
        agency=AGENCIES[LIVE],
        occurred_at=after(6),
        alert_id=opened.alert_id,
        actor_role="officer",
    )
    records = log(
        (after(0), concern(START)), (after(6), encode(action)), (after(7), encode(action)), (after(30), clock(START))
    )
    found = told(run(records))
    assert [(one.change, one.state) for one in found] == [
        ("opened", "open"),
        ("acknowledged", "acknowledged"),
        ("raised", "open"),
    ]
    assert found[1].acknowledge_by is None
    assert found[1].decide_by == datetime(2026, 3, 4, tzinfo=UTC)


def test_rules_that_this_process_does_not_hold_end_it_with_their_name() -> None:
    other = encode(RulesChanged(area=LIVE, rules="ab" * 32))
    with pytest.raises(UnknownRules, match="ababab"):
        run(log((after(0), other)))


def test_the_packaged_rules_named_by_the_log_change_nothing() -> None:
    same = encode(RulesChanged(area=LIVE, rules=BUILT.standard))
    assert story(log((after(0), concern(START)), (after(30), same)))[-1][0] == "raised"
