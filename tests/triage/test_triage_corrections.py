"""Corrections of children's keys, story by story: nothing is lost or counted twice, in whatever order they arrive."""

from datetime import datetime
from itertools import permutations

import pytest

from schemas.alerts import AlertRevision
from schemas.base import encode
from schemas.cases import AlertAcknowledged
from services.streaming.records import Output
from services.triage import case
from tests.triage import logs
from tests.triage.logs import (
    AGENCIES,
    LIVE,
    NIGHTLY,
    START,
    after,
    clock,
    concern,
    correction,
    event,
    log,
    revisions,
    run,
    subject,
)

MOVED = correction("event_moved", 2, moved_event="e1")
UNMOVED = correction("event_moved", 2, moved_event="e1", revision=2, withdrawn=True)
MERGED = correction("subject_merged", 2)
UNMERGED = correction("subject_merged", 2, revision=2, withdrawn=True)


def told(outputs: list[Output]) -> list[tuple[int, str, str]]:
    """What happened, as (child, change, state)."""
    return [(int(one.subject_key[3:], 16), one.change, one.state) for one in logs.told(outputs)]


def last(outputs: list[Output]) -> dict[int, AlertRevision]:
    """The last revision of each child's last alert."""
    return {int(one.subject_key[3:], 16): one for one in revisions(outputs)}


def at(*values: bytes) -> list[tuple[datetime, bytes]]:
    """Records one after the other, thirty hours after the start."""
    return [(after(30, minutes=number), value) for number, value in enumerate(values)]


def test_a_moved_event_leaves_one_child_and_comes_to_the_other_in_one_place() -> None:
    outputs = run(log((START, concern(START)), *at(MOVED)))
    assert told(outputs)[-2:] == [(1, "withdrawn", "withdrawn"), (2, "opened", "open")]
    assert {one.because.cause for one in revisions(outputs)[-2:]} == {"correction"}
    assert last(outputs)[2].because.event_id == "c1"
    assert last(outputs)[2].findings[0].anchor_event == "e1"


def test_a_move_that_is_withdrawn_moves_the_event_back() -> None:
    outputs = run(log((START, concern(START)), *at(MOVED, UNMOVED)))
    assert told(outputs)[-2:] == [(1, "reopened", "open"), (2, "withdrawn", "withdrawn")]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_move_its_event_and_a_later_revision_under_the_new_key_come_in_any_order(order: tuple[int, ...]) -> None:
    records = [concern(START), MOVED, concern(START, revision=2, child=2, level="low")]
    outputs = run(log(*at(*(records[number] for number in order), clock(START))))
    assert all(one.state in ("withdrawn", "resolved") for one in last(outputs).values())


@pytest.mark.parametrize("child", [1, 2])
def test_later_revisions_of_a_moved_event_follow_it_whichever_key_they_name(child: int) -> None:
    amended = concern(START, revision=2, child=child, level="low")
    outputs = run(log((START, concern(START)), *at(MOVED, amended)))
    assert told(outputs)[-1] == (2, "withdrawn", "withdrawn")
    assert not [one for one in outputs if one.topic == "dead-letters"]


def test_the_last_recorded_of_two_moves_decides() -> None:
    other = correction("event_moved", 3, id="c2", at=after(1), moved_event="e1")
    for moves in ((MOVED, other), (other, MOVED)):
        found = last(run(log((START, concern(START)), *at(*moves))))
        assert [child for child, one in found.items() if one.state == "open"] == [3]


def test_a_correction_of_an_event_that_nobody_knows_waits_and_stops_nothing() -> None:
    unknown = correction("event_moved", 2, id="c9", moved_event="nobody")
    outputs = run(log((START, unknown), (START, concern(START)), *at(clock(START))))
    assert told(outputs) == [(1, "opened", "open"), (1, "raised", "open")]


def test_a_correction_in_one_area_does_not_touch_another() -> None:
    elsewhere = correction("event_moved", 2, area=NIGHTLY, moved_event="e1", moved_agency=AGENCIES[LIVE])
    outputs = run(log((START, concern(START)), *at(elsewhere)))
    assert {child for child, _, _ in told(outputs)} == {1}


def test_merged_children_have_one_alert_over_both_histories() -> None:
    held = event("strategy_discussion_held", after(29), id="s1", child=2)
    outputs = run(log((START, concern(START)), (after(2), concern(after(2), id="e2", child=2)), *at(MERGED, held)))
    assert told(outputs)[-3:] == [(1, "merged", "merged"), (2, "added", "open"), (2, "resolved", "resolved")]
    merged = revisions(outputs)[-3]
    assert merged.merged_into == last(outputs)[2].alert_id
    assert len(revisions(outputs)[-2].findings) == 2


def test_later_events_under_the_old_key_go_to_the_child() -> None:
    held = event("strategy_discussion_held", after(29), id="s1", child=1)
    outputs = run(log((START, concern(START)), *at(MERGED, held)))
    assert told(outputs)[-1] == (2, "resolved", "resolved")


def test_an_alert_that_only_changes_its_key_stays_acknowledged() -> None:
    first = revisions(run(log((START, concern(START)), *at(clock(START)))))[-1]
    seen = AlertAcknowledged(
        event_id="a1",
        area=LIVE,
        subject_key=subject(1),
        agency=AGENCIES[LIVE],
        occurred_at=after(30),
        alert_id=first.alert_id,
        actor_role="officer",
    )
    outputs = run(log((START, concern(START)), *at(encode(seen), MERGED)))
    assert told(outputs)[-2:] == [(1, "merged", "merged"), (2, "moved", "acknowledged")]
    assert last(outputs)[2].decide_by == revisions(outputs)[-3].decide_by


def test_what_nobody_has_acknowledged_still_waits_after_a_merger() -> None:
    first = revisions(run(log((START, concern(START, child=2)), *at(clock(START)))))[-1]
    seen = AlertAcknowledged(
        event_id="a1",
        area=LIVE,
        subject_key=subject(2),
        agency=AGENCIES[LIVE],
        occurred_at=after(30),
        alert_id=first.alert_id,
        actor_role="officer",
    )
    both = [(START, concern(START, child=2)), (after(2), concern(after(2), id="e2"))]
    found = last(run(log(*both, *at(encode(seen), MERGED))))
    assert (found[2].state, found[2].acknowledge_by) == ("open", after(27))


def test_a_merger_that_is_withdrawn_parts_the_children_again() -> None:
    both = [(START, concern(START)), (after(2), concern(after(2), id="e2", child=2))]
    outputs = run(log(*both, *at(MERGED, UNMERGED)))
    assert told(outputs)[-2:] == [(1, "reopened", "open"), (2, "reduced", "open")]


def test_mergers_in_a_circle_are_one_child_known_by_the_key_recorded_last() -> None:
    back = correction("subject_merged", 1, id="c2", child=2, at=after(1))
    for mergers in ((MERGED, back), (back, MERGED)):
        found = last(run(log((START, concern(START)), *at(*mergers))))
        assert [child for child, one in found.items() if one.state == "open"] == [1]


def test_a_split_moves_the_events_that_it_names_and_leaves_the_rest() -> None:
    named = ({"agency": AGENCIES[LIVE], "event_id": "e1"},)
    split = correction("subject_split", 2, moved_events=named)
    outputs = run(log((START, concern(START)), (after(2), concern(after(2), id="e2")), *at(split)))
    assert told(outputs)[-2:] == [(1, "reduced", "open"), (2, "opened", "open")]


def test_a_split_of_two_keys_that_were_merged_undoes_the_merger() -> None:
    named = ({"agency": AGENCIES[LIVE], "event_id": "e3"},)
    split = correction("subject_split", 1, id="c2", child=2, at=after(1), moved_events=named)
    three = [concern(START), concern(START, id="e2", child=2), concern(START, id="e3", child=2)]
    found = last(run(log(*((START, one) for one in three), *at(MERGED, split))))
    assert {one.anchor_event for one in found[1].findings} == {"e1", "e3"}
    assert {one.anchor_event for one in found[2].findings} == {"e2"}


def test_a_key_that_stands_for_no_child_is_never_joined_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case, "PLACEHOLDER_EVENTS", 2)
    many = [(START, concern(START, id=f"e{number}")) for number in range(3)]
    outputs = run(log(*many, (START, concern(START, id="x", child=2)), *at(MERGED)))
    letters = [one.value or b"" for one in outputs if one.topic == "dead-letters"]
    assert len(letters) == 1
    assert b"placeholder" in letters[0]
    assert {child for child, one in last(outputs).items() if one.state == "open"} == {1, 2}
