"""`decide`, the plain oracle: what rules find in one child's history, and in that of its family."""

from services.triage.calendar import HOUR, england
from services.triage.decide import Decision, decide
from services.triage.examples import Complete, events
from tests.triage.test_triage_answers import ABSENCE, CONCERN
from tests.triage.test_triage_sequences import HARM, SIBLINGS, known
from tests.triage.written import rule

ANSWERED, OVERLOOKED = rule(ABSENCE), rule(SIBLINGS, "family")
FAMILY = events([HARM, known(2), CONCERN], england())
ELDEST, SIBLING = ([one for one in FAMILY if one.subject.endswith(n)] for n in ("1", "2"))
HARMED = FAMILY[0].first
DUE = HARMED + 24 * HOUR
"""Of both rules: the concern is of the same minute as the harm."""


def found(decision: Decision) -> list[str]:
    """The anchors of the findings, and the last letter of the child's key."""
    return [f"{one.span.anchor.type} {one.span.child[-1]}" for one in decision.findings]


def test_the_next_instant_is_told_at_which_time_alone_changes_what_is_found() -> None:
    before, after = (decide(ELDEST, Complete(), now, [ANSWERED]) for now in (DUE - 1, DUE))
    assert (found(before), before.next_deadline) == ([], DUE)
    assert (found(after), after.next_deadline) == (["concern_raised 1"], None)


def test_a_rule_by_family_sees_all_its_children_and_tells_of_this_one() -> None:
    both = [ANSWERED, OVERLOOKED]
    assert found(decide(SIBLING, Complete(), DUE, both, FAMILY)) == ["injury_observed 2"]
    assert found(decide(ELDEST, Complete(), DUE, both, FAMILY)) == ["concern_raised 1"]
    assert found(decide(SIBLING, Complete(), DUE, both)) == [], "without its family nothing is known of harm"


def test_a_rule_by_child_sees_nothing_of_its_brothers_and_sisters() -> None:
    visited = [
        *FAMILY,
        *events([{"at": "2026-03-02T11:00", "type": "strategy_discussion_held", "child": 2}], england()),
    ]
    assert found(decide(ELDEST, Complete(), DUE, [ANSWERED], visited)) == ["concern_raised 1"]
