"""One event after another that should not have followed, and what between them matters."""

import pytest

from services.triage.spans import FOREVER
from tests.triage.written import Text, history, places, rule, spans

SEQUENCE = """
[pattern]
kind = "sequence"
first = [{ type = "episode_closed" }, { type = "section_47_ended" }]
then = [{ type = "concern_raised" }]
within_days = 10
lasts_days = 30
severity = [{ severity = "S3" }]
"""
PARTED = SEQUENCE + 'parted_by = [{ type = "visit_made" }, { type = "episode_closed" }, { type = "concern_raised" }]\n'
BROKEN = SEQUENCE + 'broken_by = [{ type = "visit_made" }, { type = "episode_closed" }, { type = "concern_raised" }]\n'
CLOSED: Text = {"at": "2026-03-02T10:00", "type": "episode_closed"}
CONCERN: Text = {"at": "2026-03-06T10:00", "type": "concern_raised"}


def visit(at: str) -> Text:
    """A visit in March 2026."""
    return {"at": f"2026-03-{at}", "type": "visit_made"}


BETWEEN = pytest.mark.parametrize(
    ("at", "between"),
    [
        ("02T09:59", False),
        ("02T10:00", True),
        ("02", True),
        ("04T12:00", True),
        ("06T10:00", True),
        ("06", True),
        ("06T10:01", False),
        ("01", False),
        ("07", False),
    ],
)


@BETWEEN
def test_what_may_lie_between_the_two_breaks_it_where_it_would_have_answered(at: str, between: bool) -> None:
    """At the same minute, or on the same day without a time, it may."""
    assert (spans(BROKEN, CLOSED, visit(at), CONCERN) == []) == between


@BETWEEN
def test_what_may_lie_between_the_two_makes_it_where_they_must_be_parted(at: str, between: bool) -> None:
    assert (len(spans(PARTED, CLOSED, visit(at), CONCERN)) == 1) == between


def test_neither_of_the_two_lies_between_them() -> None:
    assert spans(PARTED, CLOSED, CONCERN) == []
    assert len(spans(BROKEN, CLOSED, CONCERN)) == 1


def test_it_rests_on_the_last_that_fits_and_on_what_followed_and_lacks_nothing() -> None:
    earlier: Text = {"at": "2026-03-01T10:00", "type": "section_47_ended"}
    (found,) = spans(SEQUENCE, earlier, CLOSED, CONCERN)
    assert places(*found.seen) == [2, 3]
    assert [step.absent for step in found.steps] == [False]


def test_ten_days_later_to_the_minute_is_no_longer_within_ten_days() -> None:
    assert spans(SEQUENCE, CLOSED, {**CONCERN, "at": "2026-03-12T10:00"}) == []
    assert len(spans(SEQUENCE, CLOSED, {**CONCERN, "at": "2026-03-12T09:59"})) == 1


def test_a_feed_must_carry_what_would_have_broken_it() -> None:
    assert rule(SEQUENCE).facts.cures == frozenset()
    assert rule(BROKEN).facts.cures == {"visit_made", "episode_closed", "concern_raised"}


SIBLINGS = """
[pattern]
kind = "siblings"
after = [{ type = "injury_observed" }]
of = [{ type = "concern_raised" }, { type = "visit_made" }]
steps = [{ clock = "day", at = "limit", severity = [{ severity = "S2" }] }]
"""
HARM: Text = {"at": "2026-03-02T10:00", "type": "injury_observed"}


def known(child: int, at: str = "2026-01-05") -> Text:
    """A visit to a sibling."""
    return {"at": at, "type": "visit_made", "child": child}


def overlooked(*texts: Text) -> list[int]:
    """The numbers of the siblings of whom nothing was recorded in time."""
    return [int(one.subject[3:], 16) for one in spans(SIBLINGS, *texts, grouping="family")]


def test_each_sibling_known_before_the_harm_is_looked_for() -> None:
    assert overlooked(HARM, known(2), known(3)) == [2, 3]
    assert overlooked(HARM, known(2), known(3, "2026-03-02T10:00")) == [2], "first known at that minute"
    assert overlooked(HARM, known(1)) == []
    assert overlooked(HARM, {**HARM, "child": 2}) == [], "harmed at that minute too"


def test_what_is_recorded_of_a_sibling_answers_for_that_sibling_alone() -> None:
    def seen(at: str, child: int = 2) -> Text:
        return known(child, f"2026-03-{at}")

    both = (HARM, known(2), known(3))
    assert overlooked(*both, seen("02T10:00")) == [3], "at the same minute"
    assert overlooked(*both, seen("02T18:00")) == [3]
    assert overlooked(*both, seen("02T18:00"), seen("02T20:00", 3)) == []
    assert overlooked(*both, seen("02T18:00", 3), seen("02T20:00")) == []
    assert overlooked(*both, seen("02T09:59")) == [2, 3]


def test_a_sibling_of_whom_something_is_recorded_at_the_very_deadline_was_overlooked_until_then() -> None:
    (found,) = spans(SIBLINGS, HARM, known(2), known(2, "2026-03-03T10:00"), grouping="family")
    assert (places(*found.seen), places(found.closed_by)) == ([1], [3])
    assert [step.absent for step in found.steps] == [True]
    assert found.awaits == {"concern_raised", "visit_made"}
    assert found.steps[0].at < found.closes


def test_harm_to_an_only_child_is_settled_at_once() -> None:
    """Nothing that comes later can make a sibling of it who was known before."""
    found = rule(SIBLINGS, "family")
    events = history(found, HARM, {**HARM, "at": "2026-03-05T10:00"})
    assert [(anchor.last, answer) for anchor, answer in found.answers(events, -FOREVER, ())] == [
        (one.last, ((), one.last)) for one in events.of(found.begins)
    ]
