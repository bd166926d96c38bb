"""The planted stories have teeth: a rule that is an hour, a day or one event off is noticed by its own stories."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache

import pytest

from schemas.cases import CASE_RECORD, FeedCompleteTo
from services.triage.backtest.feeding import log_feeds
from services.triage.backtest.kept import Child, Kept
from services.triage.backtest.lives import lives
from services.triage.backtest.planted import judged
from services.triage.compiler import Clock, compile_rules
from services.triage.configured import clocks
from services.triage.events import Event
from services.triage.feeds import AreaFeeds
from services.triage.limits import Limit
from services.triage.ruleset import RuleFiles, packaged
from services.triage.spans import FOREVER
from tests.simulate.logs import CONFIGURATION
from tests.triage.planted_log import planted
from tests.triage.test_planted_stories import BUILT, YEARS, told

FILES = {name.removesuffix(".toml"): content.decode() for name, content in packaged().files.items()}
CLOCKS = clocks(CONFIGURATION)
NUMBER = re.compile(r"^(?!\s*#)(?P<before>.*?\b(?:at_least|within_days) = )(?P<number>[\d_]+)", re.MULTILINE)
DEADLINE = re.compile(r'\{ clock = "(\w+)"')
OURS = {
    "child_voice_not_progressed": {90, 365},
    "icpc_overdue": {30},
    "nonmobile_injury_no_strategy": {90},
    "rereferral_after_closure": {365, 3650},
    "was_not_brought": {365},
}
"""Windows to which guidance gives no number, or gives it in months: the stories keep away from their ends."""


@cache
def histories() -> tuple[Mapping[Child, list[Event]], Mapping[str, AreaFeeds], int]:
    """The planted children's histories, the feeds, and the end of the log."""
    kept, now, said = Kept(BUILT.calendar), 0, []
    for record in told(*YEARS[0])[1]:
        now = max(now, record.timestamp)
        found = CASE_RECORD.validate_json(record.value or b"")
        said += [(found, now)] if isinstance(found, FeedCompleteTo) else []
        kept.take(found)
    return kept.children(FOREVER), log_feeds(kept, BUILT.feeds, said), now


def wrong(rule: str, text: str, named: Mapping[str, Clock] = CLOCKS) -> list[str]:
    """The rule's own stories that come out wrong."""
    children, feeds, now = histories()
    rules = compile_rules(RuleFiles({f"{rule}.toml": text.encode()}), named, BUILT.calendar, {})
    found = judged(planted(told(*YEARS[0])[0]), lives(children, rules, feeds, now), {rule})
    return [one.planted.story for one in found if one.wrong is not None and one.planted.rule == rule]


def others(rule: str) -> Iterator[tuple[str, str, Mapping[str, Clock]]]:
    """What was changed, the rule's text and the clocks."""
    text = FILES[rule].split("[[examples]]")[0]
    for found in NUMBER.finditer(text):
        number = int(found["number"].replace("_", ""))
        for other in (number - 1, number + 1) if number not in OURS.get(rule, ()) else ():
            if other >= 2:
                changed = f"{text[: found.start('number')]}{other}{text[found.end('number') :]}"
                yield f"{found['before']}{other}", FILES[rule].replace(text, changed), CLOCKS
    for name in sorted(set(DEADLINE.findall(text))):
        for by in (-1, 1):
            yield f"{name} {by:+}", FILES[rule], {**CLOCKS, name: moved(CLOCKS[name], by)}


def moved(clock: Clock, by: int) -> Clock:
    """The clock by so many units later."""
    return Clock(later(clock.limit, by), None if clock.warn is None else later(clock.warn, by))


def later(limit: Limit, by: int) -> Limit:
    """The limit by so many units later."""
    return Limit(tuple(replace(one, amount=one.amount + by) for one in limit.editions))


@pytest.mark.parametrize("rule", sorted(FILES))
def test_a_number_that_is_off_by_one_is_noticed(rule: str) -> None:
    """Each clock, each count and each window of each rule, by one unit either way."""
    assert wrong(rule, FILES[rule]) == []
    assert [what for what, text, named in others(rule) if not wrong(rule, text, named)] == []
