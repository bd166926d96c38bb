"""`heed rules check` tells in time which rules are to be reviewed, and which are about to end."""

from datetime import date

import pytest

from services.heed.rules.soon import soon
from services.triage.rule_file import RuleText
from services.triage.ruleset import packaged

TODAY = date(2026, 3, 2)


def text(review_by: date, expires: date | None = None) -> RuleText:
    """A rule with these days."""
    found = packaged().read()["repeat_nfa.toml"]
    return found.model_copy(update={"review_by": review_by, "expires": expires})


@pytest.mark.parametrize(
    ("review_by", "said"),
    [
        (date(2026, 4, 28), []),
        (date(2026, 4, 27), ["repeat_nfa: to be reviewed by 2026-04-27, in 8 weeks."]),
        (date(2026, 3, 3), ["repeat_nfa: to be reviewed by 2026-03-03, in 1 day."]),
        (date(2026, 3, 2), ["repeat_nfa: to be reviewed by 2026-03-02, today."]),
        (date(2026, 2, 2), ["repeat_nfa: to be reviewed by 2026-02-02, 4 weeks ago."]),
    ],
)
def test_a_review_is_told_eight_weeks_before_and_from_then_on(review_by: date, said: list[str]) -> None:
    assert list(soon([text(review_by)], TODAY)) == said


@pytest.mark.parametrize(
    ("expires", "said"),
    [
        (date(2026, 12, 31), []),
        (date(2026, 4, 27), ["repeat_nfa: expires on 2026-04-27, in 8 weeks: its findings end with that day."]),
        (date(2026, 3, 2), ["repeat_nfa: expires on 2026-03-02, today: its findings end with that day."]),
        (date(2026, 3, 1), ["repeat_nfa: expired on 2026-03-01: it finds nothing any more."]),
    ],
)
def test_the_end_of_a_rule_is_told_eight_weeks_before_and_afterwards(expires: date, said: list[str]) -> None:
    assert list(soon([text(date(2027, 3, 31), expires)], TODAY)) == said
