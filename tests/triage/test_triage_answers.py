"""What answers an event and what doesn't: at the same minute or day, about another event, of another child."""

import pytest

from services.triage.spans import Span
from tests.triage.written import Text, places, rule, spans, when

ABSENCE = """
[pattern]
kind = "absence"
after = [{ type = "concern_raised" }, { type = "disagreement_raised" }]
of = [{ type = "strategy_discussion_held" }, { type = "contact_outcome" }]
steps = [{ clock = "day", at = "limit", severity = [{ severity = "S2" }] }]
"""
EACH = """
[pattern]
kind = "each"
of = [{ type = "concern_raised" }]
severity = [{ severity = "S3" }]
"""
LASTS = EACH + "lasts_days = 5\n"
CONCERN: Text = {"at": "2026-03-02T10:00", "type": "concern_raised"}


def at(type: str, at: str, **fields: object) -> Text:
    """An event in March 2026."""
    return {"at": f"2026-03-{at}", "type": type, **fields}


def ends(found: list[Span]) -> list[tuple[str | None, list[int | None]]]:
    """When each ends, and the event that ends it."""
    return [(when(one.closes), places(one.closed_by)) for one in found]


@pytest.mark.parametrize(("held", "answers"), [("02T09:59", False), ("02T10:00", True), ("02", True), ("01", False)])
def test_an_answer_may_come_at_the_same_minute_and_on_the_same_day_but_not_before(held: str, answers: bool) -> None:
    assert (spans(ABSENCE, CONCERN, at("strategy_discussion_held", held)) == []) == answers


def test_an_answer_that_comes_late_ends_it_and_is_named() -> None:
    found = spans(ABSENCE, CONCERN, at("strategy_discussion_held", "04T09:00"))
    assert ends(found) == [("2026-03-04T09:00", [2])]


def test_an_answer_about_another_event_counts_unless_only_one_about_that_event_does() -> None:
    other, this, none = (
        at("contact_outcome", "02T12:00", outcomes=["nfa"], **said)
        for said in ({"about_event": "another"}, {"about_event": "event-1"}, {})
    )
    assert spans(ABSENCE, CONCERN, other) == []
    linked = ABSENCE + "of_linked = true\n"
    assert len(spans(linked, CONCERN, other)) == 1
    assert spans(linked, CONCERN, this) == []
    assert spans(linked, CONCERN, none) == [], "one that says nothing of what it is about"


def test_an_answer_about_what_the_event_is_about_is_about_the_event() -> None:
    raised = at("disagreement_raised", "02T10:00", about_event="decision")
    outcome = at("contact_outcome", "02T12:00", outcomes=["nfa"], about_event="decision")
    assert spans(ABSENCE + "of_linked = true\n", raised, outcome) == []


UNTIL = EACH + 'until = [{ type = "contact_outcome" }]\n'


def test_what_ends_a_finding_may_have_to_be_about_its_event() -> None:
    other = at("contact_outcome", "03T12:00", outcomes=["nfa"], about_event="another")
    assert ends(spans(UNTIL, CONCERN, other)) == [("2026-03-03T12:00", [2])]
    assert ends(spans(UNTIL + "until_linked = true\n", CONCERN, other)) == [(None, [None])]
    assert ends(spans(LASTS, CONCERN)) == [("2026-03-07T10:00", [None])]


CLOCK_FROM = ABSENCE + 'clock_from = { of = [{ type = "visit_made" }], within_days = 5 }\n'


def test_a_clock_runs_from_an_earlier_event_where_there_is_a_recent_one_and_the_finding_rests_on_both() -> None:
    def found(visit: str) -> tuple[str | None, list[int | None]]:
        (one,) = spans(CLOCK_FROM, at("visit_made", visit), at("concern_raised", "07T10:00"))
        return when(one.steps[0].at), places(*one.seen)

    assert found("06T18:00") == ("2026-03-07T18:00", [1, 2])
    assert found("03T10:00") == ("2026-03-07T10:00", [1, 2]), "not before the concern itself"
    assert found("02T10:00") == ("2026-03-08T10:00", [2]), "five days before is no longer recent"


COVER = (
    LASTS
    + """
[[pattern.unless_open]]
opened = [{ type = "section_47_started" }]
closed = [{ type = "section_47_ended" }]
clock = "three_days"
"""
)


@pytest.mark.parametrize(("opened", "covered"), [("02T10:00", False), ("02T09:59", True), ("01T10:00", True)])
def test_a_process_answers_what_comes_after_it_was_opened(opened: str, covered: bool) -> None:
    assert (spans(COVER, at("section_47_started", opened), CONCERN) == []) == covered


def test_a_process_whose_limit_ends_with_the_third_day_answers_until_then() -> None:
    """From Friday 27 February on, to the end of Monday 2 March; its warning, after a day, ends nothing."""
    started = {"at": "2026-02-27T10:00", "type": "section_47_started"}
    assert spans(COVER, started, {**CONCERN, "at": "2026-03-02T23:59"}) == []
    assert len(spans(COVER, started, {**CONCERN, "at": "2026-03-03T00:00"})) == 1


def test_a_process_that_ends_at_the_minute_of_the_event_was_open_and_one_that_had_ended_was_not() -> None:
    started = at("section_47_started", "01T10:00")
    assert spans(COVER, started, at("section_47_ended", "02T10:00"), CONCERN) == []
    assert len(spans(COVER, started, at("section_47_ended", "02T09:59"), CONCERN)) == 1


STATE = (
    LASTS
    + """
[[pattern.while_open]]
opened = [{ type = "cp_plan_started" }]
closed = [{ type = "cp_plan_ended" }]
"""
)
PLAN = at("cp_plan_started", "01T10:00")


@pytest.mark.parametrize(
    ("ended", "open"),
    [("01T09:59", True), ("01T10:00", False), ("01", False), ("02", False), ("02T10:01", True)],
)
def test_a_plan_is_open_until_an_end_that_may_have_followed_its_start(ended: str, open: bool) -> None:
    """Of the same day, without a time, it is read in favour of the end."""
    assert (len(spans(STATE, PLAN, at("cp_plan_ended", ended), CONCERN)) == 1) == open


def test_an_earlier_end_on_the_same_day_hides_no_end_of_that_day_without_a_time() -> None:
    assert spans(STATE, PLAN, at("cp_plan_ended", "01T08:00"), at("cp_plan_ended", "01"), CONCERN) == []


def test_the_end_of_a_plan_years_ago_ends_no_later_one() -> None:
    ended = {"at": "2020-05-04T10:00", "type": "cp_plan_ended"}
    assert len(spans(STATE, ended, PLAN, CONCERN)) == 1
    assert spans(STATE, ended, CONCERN) == []


def test_a_finding_of_one_event_rests_on_it_and_lacks_nothing() -> None:
    (found,) = spans(LASTS, CONCERN)
    assert (places(*found.seen), [step.absent for step in found.steps]) == ([1], [False])
    assert all(selection.types for selection in rule(LASTS).watches)


def test_whatever_could_answer_or_end_it_or_keep_it_from_opening_is_what_feeds_must_carry() -> None:
    """Of a rule whose answers nobody records nothing may be said."""
    assert rule(LASTS).facts.cures == frozenset()
    assert rule(UNTIL).facts.cures == {"contact_outcome"}
    assert rule(COVER).facts.cures == {"section_47_started"}
    assert rule(STATE).facts.cures == {"cp_plan_ended"}
    assert rule(ABSENCE).facts.cures == {"strategy_discussion_held", "contact_outcome"}
