"""A rule whose time is over finds nothing more, and its open findings end with the reason."""

from datetime import UTC, datetime

import pytest

from services.triage.configured import Settings, settings
from services.triage.expiry import until
from services.triage.ruleset import RuleFiles, packaged
from services.triage.spans import FOREVER, Step
from services.triage.words import alert_text, rule_words
from tests.triage.logs import CONFIGURATION, NIGHTLY, START, after, clock, concern, event, log, revisions, run, told
from tests.triage.moded import FILES, HIGH_HARM, UNDECIDED, active, built, referral
from tests.triage.test_triage_cut import CURE, span

TEXT = FILES.files[f"{UNDECIDED}.toml"]
ENDING = RuleFiles(
    {**FILES.files, f"{UNDECIDED}.toml": TEXT.replace(b"review_by", b"expires = 2026-03-10\nreview_by", 1)}
)
"""Its last day is Tuesday 10 March."""
END = datetime(2026, 3, 11, tzinfo=UTC)
LIMITED = built(active(UNDECIDED), active(HIGH_HARM), files=ENDING)


def test_open_findings_end_with_their_rule_at_the_end_of_its_last_day_and_say_so() -> None:
    found = told(run(log((START, referral(START, 1)), (after(24 * 12), clock(START))), built=LIMITED))
    assert [(one.change, one.because.cause, one.because.code) for one in found] == [
        ("opened", "deadline", None),
        ("resolved", "rule", "expired"),
    ]
    assert found[-1].log_time == END
    text = alert_text(found[-1], rule_words(), {})
    said = "Because changed by rule edit (the end of Tuesday 10 March 2026), the rule has expired"
    assert f"{said}: all its findings ended." in text


def test_what_would_be_due_after_its_last_day_is_not_told() -> None:
    entries = [(after(24 * 7), referral(after(24 * 7), 1)), (after(24 * 8), referral(after(24 * 8), 2))]
    found = told(run(log(*entries, (after(24 * 20), clock(START))), built=LIMITED))
    assert [(int(one.subject_key[3:], 16), one.change) for one in found] == []
    earlier = (after(24 * 4), referral(after(24 * 4), 3))
    found = told(run(log(earlier, (after(24 * 20), clock(START))), built=LIMITED))
    assert [one.change for one in found] == ["opened", "resolved"]


def test_the_findings_of_other_rules_stay() -> None:
    entries = [(START, referral(START, 1)), (after(1), concern(after(1))), (after(24 * 12), clock(START))]
    found = told(run(log(*entries), built=LIMITED))
    assert (found[-1].change, found[-1].because.cause, found[-1].because.rule) == ("reduced", "rule", UNDECIDED)
    assert [one.rule for one in found[-1].findings] == [HIGH_HARM]


def test_a_feed_that_says_nothing_more_does_not_keep_it_open() -> None:
    """A window waits until feeds say that nothing more falls into it; the end of a rule waits for nothing."""
    name = "repeat_nfa.toml"
    text = RuleFiles({name: packaged().files[name].replace(b"review_by", b"expires = 2026-03-10\nreview_by", 1)})
    limited = settings(CONFIGURATION, text)
    nfa = [event("referral_decided", after(n), id=f"n{n}", area=NIGHTLY, outcomes=("nfa",)) for n in (0, 1, 2)]
    found = revisions(run(log(*((after(3), one) for one in nfa), (after(24 * 12), clock(START))), built=limited))
    ended = [one for one in found if one.change == "resolved"]
    assert [(one.because.cause, one.log_time) for one in ended] == [("rule", END)]


def test_the_last_day_is_part_of_what_decides() -> None:
    assert version(LIMITED) != version(built(active(UNDECIDED)))


STEPS = ((10, 3, False), (20, 2, False), (30, 1, False))


@pytest.mark.parametrize("closes", [25, 40, FOREVER])
def test_what_is_open_at_the_end_of_its_rules_time_ends_with_it_and_by_nothing_that_came_later(closes: int) -> None:
    (found,) = until(20, [span(*STEPS[: 3 if closes > 30 else 2], closes=closes, by=CURE)])
    assert (found.steps, found.closes, found.closed_by) == ((Step(*STEPS[0]),), 20, None)


def test_what_an_event_has_ended_by_then_is_ended_by_that_event() -> None:
    ended = span(*STEPS[:1], closes=20, by=CURE)
    assert list(until(20, [ended])) == [ended]


def test_what_would_begin_at_the_end_of_its_rules_time_does_not() -> None:
    assert list(until(10, [span(*STEPS)])) == []
    assert len(until(11, [span(*STEPS)])) == 1


def version(said: Settings) -> str:
    """Of the rule that ends, as findings name it."""
    return said.rulebooks[said.standard].by_id[UNDECIDED].facts.version
