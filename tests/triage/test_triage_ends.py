"""The end of a finding: the first of an answer, an event that ends it, and its time; and nothing counts after it."""

from services.triage.calendar import DAY
from tests.triage.test_triage_answers import ABSENCE, CONCERN, EACH, at, ends
from tests.triage.written import Text, history, rule, spans, when

BOTH = EACH + 'lasts_days = 5\nuntil = [{ type = "visit_made" }]\n'
RAISED = (
    BOTH
    + """
[[pattern.raises]]
severity = "S1"
evidence = [{ type = "injury_observed" }]
"""
)
ANSWERED = ABSENCE + 'lasts_days = 5\nuntil = [{ type = "visit_made" }]\n'
LAST = "07T10:00"
"""Five days after the concern."""


def visit(day: str) -> Text:
    """What ends it."""
    return at("visit_made", day)


def test_the_first_of_its_time_and_an_event_ends_it() -> None:
    assert ends(spans(BOTH, CONCERN, visit("05T10:00"))) == [("2026-03-05T10:00", [2])]
    assert ends(spans(BOTH, CONCERN, visit("07T09:59"))) == [("2026-03-07T09:59", [2])]
    assert ends(spans(BOTH, CONCERN, visit("07T10:01"))) == [("2026-03-07T10:00", [None])]


def test_where_an_event_comes_at_the_instant_at_which_its_time_is_over_the_event_ends_it() -> None:
    assert ends(spans(BOTH, CONCERN, visit(LAST))) == [("2026-03-07T10:00", [2])]
    answer = at("strategy_discussion_held", "08T10:00")
    assert ends(spans(ABSENCE + "lasts_days = 5\n", CONCERN, answer)) == [("2026-03-08T10:00", [2])]


def test_where_an_answer_and_another_end_come_at_one_minute_the_answer_ends_it() -> None:
    answer = at("strategy_discussion_held", "05T10:00")
    assert ends(spans(ANSWERED, CONCERN, visit("05T10:00"), answer)) == [("2026-03-05T10:00", [3])]
    assert ends(spans(ANSWERED, CONCERN, visit("05T09:59"), answer)) == [("2026-03-05T09:59", [2])]


def test_what_ends_it_at_the_minute_at_which_it_begins_leaves_nothing() -> None:
    assert spans(BOTH, CONCERN, visit("02T10:00")) == []
    assert spans(BOTH, CONCERN, visit("02")) == []
    assert len(spans(BOTH, CONCERN, visit("02T10:01"))) == 1


def test_what_comes_when_it_has_ended_makes_it_no_graver() -> None:
    def grave(injury: str) -> list[tuple[str | None, int]]:
        (found,) = spans(RAISED, CONCERN, visit("04T10:00"), at("injury_observed", injury))
        return [(when(one.at), one.severity) for one in found.steps]

    first = ("2026-03-02T10:00", 3)
    assert grave("04T09:59") == [first, ("2026-03-04T09:59", 1)]
    assert grave("04T10:00") == [first]
    assert grave("05T10:00") == [first]


def test_what_was_looked_at_before_is_looked_at_once_and_not_at_all_when_it_is_retracted() -> None:
    found = rule(BOTH)
    events = history(found, CONCERN)
    (concern,) = events.of(found.begins)
    for instant in (concern.first, concern.first + DAY):
        assert [anchor for anchor, _ in found.answers(events, instant, [concern])] == [concern]
    events.remove(concern.ref)
    assert list(found.answers(events, concern.first + DAY, [concern])) == []
