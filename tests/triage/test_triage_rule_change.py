"""A change of rules is a record in the log: histories are re-decided there, and what changes says so."""

from dataclasses import replace

from schemas.base import encode
from schemas.cases import RulesChanged
from services.triage.compiler import compile_rules
from services.triage.rulebook import Rulebook
from services.triage.ruleset import RuleFiles
from tests.triage.logs import (
    BUILT,
    CORE,
    LIVE,
    MODES,
    NIGHTLY,
    START,
    after,
    clock,
    complete,
    concern,
    log,
    run,
    told,
)

NAME = "no_strategy_after_high_harm.toml"
WIDER = CORE.files[NAME].replace(b'level = ["critical"]', b'level = ["critical", "high"]')
EDITED = RuleFiles({**CORE.files, NAME: WIDER})
BOOKS = {
    **BUILT.rulebooks,
    EDITED.hash: Rulebook(EDITED.hash, compile_rules(EDITED, BUILT.clocks, BUILT.calendar, MODES)),
}
SETTINGS = replace(BUILT, rulebooks=BOOKS)


def changed(area: str, rules: str) -> bytes:
    """The area works by other rules from here."""
    return encode(RulesChanged(area=area, rules=rules))


def test_another_set_of_rules_re_decides_the_area_at_its_record_and_marks_what_it_changed() -> None:
    entries = [
        (after(0), concern(START, level="high")),
        (after(50), changed(LIVE, EDITED.hash)),
        (after(60), changed(LIVE, BUILT.standard)),
    ]
    found = told(run(log(*entries), built=SETTINGS))
    assert [(one.change, one.because.cause, one.log_time) for one in found] == [
        ("opened", "rule", after(50)),
        ("withdrawn", "rule", after(60)),
    ]


def test_an_alert_that_both_sets_of_rules_give_is_updated_to_the_new_version() -> None:
    entries = [(after(0), concern(START)), (after(50), changed(LIVE, EDITED.hash))]
    found = told(run(log(*entries), built=SETTINGS))
    assert [one.change for one in found] == ["opened", "raised", "updated"]
    assert found[1].findings[0].rule_version != found[2].findings[0].rule_version


def test_the_rules_of_one_area_are_not_those_of_another() -> None:
    entries = [
        (after(0), concern(START, level="high", area=NIGHTLY)),
        (after(50), changed(LIVE, EDITED.hash)),
        (after(60), complete(NIGHTLY, after(60), "strategy_discussion_held")),
        (after(61), clock(START)),
    ]
    assert run(log(*entries), built=SETTINGS) == []
