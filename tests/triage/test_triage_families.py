"""Families: rules by family see the events of all its children, and what they find goes to the child it is about."""

from datetime import datetime, timedelta

import pytest

from schemas.alerts import AlertRevision
from services.triage import registers
from tests.triage.families import FAMILIES
from tests.triage.logs import START, after, clock, concern, correction, event, log, revisions, run, subject

FAMILY, OTHER = subject(101), subject(102)


def nfa(child: int, days: int, family: str | None = FAMILY) -> tuple[datetime, bytes]:
    """No further action on a child, so many days after the start; its family is named where one is given."""
    at = START + timedelta(days=days)
    return at, event("contact_outcome", at, id=f"n{child}{days}", child=child, family_key=family, outcomes=("nfa",))


def named(child: int, family: str, days: int) -> tuple[datetime, bytes]:
    """An event that says nothing but a child's family."""
    at = START + timedelta(days=days)
    return at, event("visit_made", at, id=f"v{child}{days}", child=child, family_key=family)


def found(*entries: tuple[datetime, bytes]) -> dict[int, set[str]]:
    """The rules that hold for each child in the end."""
    last: dict[int, AlertRevision] = {}
    for one in revisions(run(log(*entries), built=FAMILIES)):
        last[int(one.subject_key[3:], 16)] = one
    return {child: {finding.rule for finding in one.findings} for child, one in last.items()}


def test_what_is_too_little_for_each_child_is_enough_for_the_family_and_goes_to_the_last_of_them() -> None:
    assert found(nfa(1, 0), nfa(2, 1), nfa(3, 2)) == {3: {"family_nfa"}}
    assert found(nfa(1, 0), nfa(2, 1), nfa(3, 2, OTHER)) == {}


def test_a_family_key_that_arrives_late_joins_what_was_recorded_before_it() -> None:
    unknown = (nfa(1, 0, None), nfa(2, 1, None), nfa(3, 2, None))
    named_now = (named(1, FAMILY, 3), named(2, FAMILY, 4), named(3, FAMILY, 5))
    assert found(*unknown) == {}
    assert found(*unknown, *named_now) == {3: {"family_nfa"}}


def test_a_child_whose_family_changes_is_taken_out_of_the_one_and_into_the_other() -> None:
    three = (nfa(1, 0), nfa(2, 1), nfa(3, 2))
    assert found(*three, named(1, OTHER, 3)) == {3: set()}
    assert found(*three, named(1, OTHER, 3), named(1, FAMILY, 4)) == {3: {"family_nfa"}}


def test_the_last_event_that_names_a_family_decides_whenever_it_arrives() -> None:
    early = (START + timedelta(days=9), named(1, OTHER, -1)[1])
    assert found(nfa(1, 0), nfa(2, 1), nfa(3, 2), early) == {3: {"family_nfa"}}


def test_an_event_of_one_child_ends_what_was_found_of_another() -> None:
    held = event("strategy_discussion_held", after(2), id="s1", child=2, family_key=FAMILY)
    entries = [(START, concern(START, family_key=FAMILY)), (after(3), held), (after(30), clock(START))]
    assert found(*entries)[1] == {"no_strategy_after_high_harm"}


def test_a_finding_about_a_sibling_goes_to_the_siblings_alert() -> None:
    known = (START, event("visit_made", START, id="v1", child=2, family_key=FAMILY))
    harm = (after(1), concern(after(1), family_key=FAMILY))
    end = after(24 * 7)
    assert "sibling_unseen" in found(known, harm, (end, clock(end)))[2]
    seen = (after(24 * 2), event("visit_made", after(24 * 2), id="v2", child=2, family_key=FAMILY))
    assert 2 not in found(known, harm, seen, (end, clock(end)))


def test_merged_children_are_one_member_of_their_family() -> None:
    three = (nfa(1, 0), nfa(2, 1), nfa(3, 2))
    merged = (START + timedelta(days=3), correction("subject_merged", 3, child=2))
    assert found(*three, merged) == {3: {"family_nfa"}}


def test_an_event_that_moves_to_another_child_leaves_its_family() -> None:
    moved = (START + timedelta(days=3), correction("event_moved", 9, moved_event="n11", child=1, id="c1"))
    assert found(nfa(1, 0), nfa(1, 1), nfa(2, 2), moved) == {2: set()}


def test_a_family_key_of_too_many_children_stands_for_no_family(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registers, "MOST_KIN", 3)
    three = (nfa(1, 0), nfa(2, 1), nfa(3, 2))
    assert found(*three, named(4, FAMILY, 3)) == {3: set()}
    assert found(*three, named(4, FAMILY, 3), named(4, OTHER, 4)) == {3: {"family_nfa"}}
