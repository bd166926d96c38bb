"""The alert's text: what it must say, and what it must never say."""

from services.triage.words import HEADING, alert_text, rule_words
from tests.triage.logs import AGENCIES, CONFIGURATION, LIVE, START, after, clock, concern, event, log, revisions, run

NAMES = {one.id: one.name for one in CONFIGURATION.agencies} | {one.code: one.name for one in CONFIGURATION.areas}


def text(*entries: tuple[object, bytes]) -> str:
    """The text of the last revision."""
    return alert_text(revisions(run(log(*entries)))[-1], rule_words(), NAMES)  # type: ignore[arg-type]


def test_an_alert_names_what_was_recorded_what_was_not_and_by_when() -> None:
    said = text((after(0), concern(START)), (after(25), clock(START)))
    assert said.startswith(HEADING)
    assert "Recorded: concern raised, 09:00 on Monday 2 March 2026, by Aldermere Children's Services (event e1)" in said
    assert "Not recorded here by 13:00 on Monday 2 March 2026: strategy discussion held" in said
    assert "Not recorded here by 09:00 on Tuesday 3 March 2026: strategy discussion held" in said
    assert "Acknowledge by 10:00 on Tuesday 3 March 2026." in said
    assert "Because a deadline passed (09:00 on Tuesday 3 March 2026): it became graver." in said


def test_an_alert_ends_with_its_limits_and_never_says_that_something_was_not_done() -> None:
    said = text((after(0), concern(START)), (after(25), clock(START)))
    assert "No alert does not mean no concern" in said
    assert "This is not a referral and discharges no duty" in said
    assert "not done" not in said


def test_an_alert_names_no_team_and_no_whole_pseudonym() -> None:
    said = text((after(0), concern(START, team="aldermere-assessment-north")), (after(25), clock(START)))
    assert "assessment-north" not in said
    assert "Assessment north" not in said
    assert f"{1:064x}" not in said


def test_a_withdrawn_alert_names_the_event_that_withdrew_it() -> None:
    late = event("strategy_discussion_held", after(2), id="s1")
    said = text((after(0), concern(START)), (after(30), late))
    assert "withdrawn: what caused it was corrected" in said
    assert "strategy discussion held, 11:00 on Monday 2 March 2026, event s1" in said


def test_a_date_without_a_time_is_told_without_one() -> None:
    days = [START, after(24), after(48)]
    plain = {"occurred_precision": "day", "outcomes": ("nfa",)}
    said = text(*((day, event("contact_outcome", day, id=f"n{day.day}", **plain)) for day in days))  # type: ignore[arg-type]
    assert "contact outcome, Monday 2 March 2026, by" in said
    assert AGENCIES[LIVE] not in said


def test_a_limit_that_ends_at_midnight_is_told_as_the_end_of_the_day_before() -> None:
    """Else "by Thursday" would be read as a day more."""
    started = event("assessment_started", START, id="a1")
    said = text((after(0), started), (after(24 * 120), clock(START)))
    assert "Not recorded here by the end of Wednesday 22 April 2026: assessment completed" in said
    assert "Not recorded here by the end of Thursday 7 May 2026: assessment completed" in said
    assert "revision 3, 00:00 on Friday 8 May 2026" in said
    assert "Because a deadline passed (the end of Thursday 7 May 2026): a finding's details changed." in said
    assert "Acknowledge by the end of Monday 27 April 2026." in said
