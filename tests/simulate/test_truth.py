"""The planted stories against triage itself: what the truth file says is what comes of them, and nothing else does."""

from collections import defaultdict
from datetime import date

import pytest

from schemas.alerts import ALERT_REVISION, AlertRevision
from schemas.rule_modes import RuleSetting
from services.heed.simulate import Pilot, Size, generate
from services.heed.simulate.stories import PLOTS
from services.heed.simulate.truth import RULES
from services.streaming.testing import fold_log
from services.triage.configured import settings
from services.triage.fold import Triage
from services.triage.ruleset import packaged
from tests.simulate.logs import CONFIGURATION, cases_log

OTHERS = tuple(RuleSetting(id=one.id, mode="off") for one in packaged().read().values() if one.id not in RULES)
BUILT = settings(CONFIGURATION.model_copy(update={"rules": (*CONFIGURATION.rules, *OTHERS)}))
"""Only the rules that have planted stories: what a pilot's noise means to the others, it doesn't say."""
SIZE = Size(events=2_500, reports=200, stories=1)
Standing = tuple[str, str | None]
"""How a finding stands, and its severity while it is open."""


def published(pilot: Pilot) -> list[AlertRevision]:
    """Every alert revision that triage publishes over the pilot's log."""
    log = cases_log(pilot)
    outputs = fold_log(lambda: Triage(BUILT), log, [500] * (len(log) // 500))
    return [ALERT_REVISION.validate_json(one.value or b"") for one in outputs if one.topic == "alert-revisions"]


def standing(revisions: list[AlertRevision]) -> dict[tuple[str, str], dict[str, Standing]]:
    """By area and child, each rule that was ever found, and how it stands in the end."""
    found: dict[tuple[str, str], dict[str, Standing]] = defaultdict(dict)
    for one in revisions:
        rules = found[one.area, one.subject_key]
        ended = one.state if one.state in {"resolved", "withdrawn"} else "ended"
        rules.update(dict.fromkeys(rules, (ended, None)))
        if one.state == "open":
            rules.update({finding.rule: ("open", finding.severity) for finding in one.findings})
    return found


@pytest.mark.parametrize(("seed", "last"), [(1, date(2025, 12, 31)), (2, date(2026, 6, 29)), (3, date(2024, 2, 29))])
def test_every_planted_story_ends_as_the_truth_says_and_no_other_child_is_alerted(seed: int, last: date) -> None:
    """Open with that severity, resolved, withdrawn, or never found: precision and recall are both one."""
    pilot = generate(CONFIGURATION, seed, SIZE, last=last)
    expected: dict[tuple[str, str], dict[str, Standing]] = defaultdict(dict)
    for line in pilot.truth:
        if line.alerted:
            expected[line.area, line.subject_key][line.rule] = (line.expected, line.severity)
    assert standing(published(pilot)) == expected


@pytest.mark.parametrize("rule", RULES)
def test_each_rule_has_stories_that_alert_and_stories_that_only_look_like_it(rule: str) -> None:
    """Clear, cured in time, near miss, and what a late, amended or withdrawn record takes back."""
    truth = generate(CONFIGURATION, 1, Size(events=0, reports=0, stories=1)).truth
    own = [line for line in truth if line.story.startswith(rule) and line.rule == rule]
    assert {line.expected for line in own} == {"open", "resolved", "withdrawn", "none"}
    assert {"clear", "near_miss"} < {line.kind for line in own}
    assert {plot.kind for plot in PLOTS if plot.rule == rule} == {line.kind for line in own}
