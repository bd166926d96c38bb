"""Laws that hold for every rule, over histories of every type of event that a rule can see."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.case_templates import AGE_BANDS, WEIGHTS
from schemas.configuration import load_configuration
from services.triage.calendar import LONDON, england, instant
from services.triage.compiled import Rule
from services.triage.configured import settings as configured
from services.triage.events import Event
from services.triage.examples import Complete, events
from services.triage.history import History, Watch
from services.triage.patterns.absence import Absence
from services.triage.patterns.frame import Framed
from services.triage.patterns.siblings import Siblings
from services.triage.selection import Selection
from services.triage.spans import FOREVER, cut
from tests.profiles import at_most

BUILT = configured(load_configuration(Path(__file__).parents[2] / "deploy" / "heed.toml"))
RULES = BUILT.rulebooks[BUILT.standard].rules
START = datetime(2026, 2, 20, 9, tzinfo=LONDON)
HOURS = 24 * 120
ALL_RULES = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)


def _texts(rule: Rule) -> st.SearchStrategy[list[Mapping[str, object]]]:
    """Events that the rule could see among some that it can't, to the minute, of two children of a family."""
    seen = sorted({type for one in rule.watches for type in one.types})
    kinds = st.sampled_from(seen) | st.sampled_from([*seen, *sorted(WEIGHTS)])
    return st.lists(kinds.flatmap(_text), min_size=1, max_size=9)


def _text(kind: str) -> st.SearchStrategy[Mapping[str, object]]:
    fixed = {"type": st.just(kind), "child": st.integers(1, 2), "age_band": st.sampled_from(AGE_BANDS)}
    at = st.integers(0, HOURS).map(lambda hour: (START + timedelta(hours=hour)).strftime("%Y-%m-%dT%H:%M"))
    if kind == "incident_reported":  # a report has a day
        at = st.integers(0, HOURS // 24).map(lambda day: (START + timedelta(days=day)).strftime("%Y-%m-%d"))
    variant = st.sampled_from(WEIGHTS[kind][1])
    return st.builds(
        lambda fields, at, common: {**fields, **common, "at": at}, variant, at, st.fixed_dictionaries(fixed)
    )


def _history(rule: Rule, made: list[Event]) -> History:
    return History(Watch({type: _watching(rule, type) for type in {one.type for one in made}}), made)


def _watching(rule: Rule, type: str) -> list[Selection]:
    return [one for one in dict.fromkeys(rule.pattern.selections()) if type in one.types]


def _open(rule: Rule, made: list[Event], now: int) -> set[tuple[object, ...]]:
    found = cut(rule.spans(_history(rule, made)), now, Complete()).findings
    return {(*one.key, one.severity) for one in found}


@ALL_RULES
@settings(max_examples=at_most(30), deadline=None)
@given(data=st.data())
def test_what_is_open_at_an_instant_depends_on_what_happened_until_then(rule: Rule, data: st.DataObject) -> None:
    """So that nothing that is told later can have been told by then."""
    made = events(data.draw(_texts(rule)), england())
    made = [one for one in made if one.first == one.last]
    now = instant(START + timedelta(hours=data.draw(st.integers(0, HOURS + 24 * 60))))
    assert _open(rule, made, now) == _open(rule, [one for one in made if one.first <= now], now)


@ALL_RULES
@settings(max_examples=at_most(30), deadline=None)
@given(data=st.data())
def test_an_event_that_a_rule_does_not_watch_changes_nothing(rule: Rule, data: st.DataObject) -> None:
    """What it watches is derived from its pattern, and the engine asks only rules that watch what has changed."""
    made = events(data.draw(_texts(rule)), england())
    watched = [one for one in made if any(selection.matches(one) for selection in rule.watches)]
    assert rule.spans(_history(rule, made)) == rule.spans(_history(rule, watched))


@ALL_RULES
@settings(max_examples=at_most(30), deadline=None)
@given(data=st.data())
def test_a_finding_ends_by_itself_unless_something_is_still_awaited(rule: Rule, data: st.DataObject) -> None:
    """Without an end more than half of all findings would stay open for ever."""
    made = events(data.draw(_texts(rule)), england())
    assert isinstance(rule.pattern, Framed)
    awaited = isinstance(rule.pattern.source, Absence | Siblings) and rule.pattern.lasts is None
    for span in rule.spans(_history(rule, made)):
        assert span.steps
        assert list(span.steps) == sorted(span.steps, key=lambda step: step.at)
        assert span.steps[-1].at < span.closes
        assert awaited or span.closes < FOREVER or rule.pattern.until is not None


@ALL_RULES
@settings(max_examples=at_most(30), deadline=None)
@given(data=st.data())
def test_a_rule_finds_the_same_until_it_expires_and_nothing_from_then_on(rule: Rule, data: st.DataObject) -> None:
    """What would be due later isn't told, what is open ends with it, and no feed can keep it open."""
    made = events(data.draw(_texts(rule)), england())
    now = instant(START + timedelta(hours=data.draw(st.integers(0, HOURS + 24 * 60))))
    day = (START + timedelta(days=data.draw(st.integers(0, HOURS // 24 + 60)))).date()
    expires = england().start_of(day.toordinal() + 1)
    limited = replace(rule, facts=replace(rule.facts, expires=expires))
    spans = limited.spans(_history(rule, made))
    assert all(span.closes <= expires and span.steps[-1].at < expires for span in spans)
    assert _open(limited, made, now) == (_open(rule, made, now) if now < expires else set())
    assert cut(spans, expires, Unsaid()).findings == ()


class Unsaid(Complete):
    """Feeds that have never said how far they are complete."""

    def complete(self, agency: str, types: frozenset[str]) -> int:
        """To nothing."""
        return -FOREVER
