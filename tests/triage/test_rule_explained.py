"""A rule in words and on a line of time says all that the rule holds, and nothing else than the rule says."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.codes import ASSESSMENT_FACTORS
from services.triage.examples import events, read_at, verdict
from services.triage.explaining.rule import explained
from services.triage.explaining.selectors import plain
from services.triage.explaining.timeline import timeline
from services.triage.rule_file import ExampleText, RuleText
from services.triage.ruleset import packaged
from services.triage.told import severity
from tests.triage.test_triage_rules import BUILT, CONFIGURATION, EXAMPLES, parts

TEXTS = packaged().read().values()


def words(text: RuleText) -> str:
    """The whole explanation."""
    sections = explained(text, parts(text.id), CONFIGURATION.clocks, "shadow")
    return "\n".join(line for one in sections for line in (one.heading, *one.lines))


def named(said: Any, field: str) -> Iterator[Any]:
    """Every value of a field, however deep it stands."""
    if isinstance(said, dict):
        yield from ([said[field]] if said.get(field) else ())
        said = list(said.values())
    if isinstance(said, list | tuple):
        for one in said:
            yield from named(one, field)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.id)
def test_the_words_name_every_event_type_code_clock_window_and_severity_of_the_rule(text: RuleText) -> None:
    said, patterns = words(text), text.model_dump(include={"pattern", "parts"})
    assert {type for type in named(patterns, "type") if plain(type) not in said} == set()
    assert {one for one in named(patterns, "severity") if isinstance(one, str) and one not in said} == set()
    for clock in named(patterns, "clock"):
        edition = CONFIGURATION.clocks[clock][-1]
        assert f"{edition.amount} {plain(edition.unit).removesuffix('s')}" in said
    for window in (*named(patterns, "within_days"), *named(patterns, "lasts_days"), *named(patterns, "at_least")):
        assert str(window) in said
    for fields in (*named(patterns, "any_of"), *named(patterns, "only"), *named(patterns, "none_of")):
        assert {field for field in fields if plain(field) not in said} == set()


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.id)
def test_the_words_say_why_the_rule_exists_and_what_feeds_must_carry(text: RuleText) -> None:
    said = words(text)
    assert text.source in said
    for part in parts(text.id):
        assert {type for type in part.facts.triggers | part.facts.cures if plain(type) not in said} == set()


def test_census_codes_are_told_with_their_words() -> None:
    said = words(next(text for text in TEXTS if text.id == "assessment_overdue"))
    assert f"16A ({ASSESSMENT_FACTORS['16A']})" in said


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=[f"{rule}: {one.name}" for rule, one in EXAMPLES])
def test_the_line_of_time_shows_each_event_and_what_the_rule_says(rule: str, example: ExampleText) -> None:
    line = timeline(parts(rule), example, BUILT.calendar)
    assert list(line.marks) == sorted(line.marks)
    shown = [mark.at for mark in line.marks if mark.kind in ("event", "seen", "anchor", "cure")]
    assert sorted(shown) == sorted(one.first for one in events(example.events, BUILT.calendar))
    assert [mark.at for mark in line.marks if mark.kind == "now"] == [read_at(example)]
    found = None if line.finding is None else severity(line.finding.severity)
    assert found == verdict(parts(rule), example, BUILT.calendar).found
    assert sum(mark.kind == "anchor" for mark in line.marks) == (line.finding is not None)


def test_a_clock_tells_what_held_before_its_last_edition() -> None:
    text = next(text for text in TEXTS if text.id == "assessment_overdue")
    old = CONFIGURATION.clocks["assessment"][0]
    new = old.model_copy(update={"amount": 40, "valid_from": datetime(2027, 1, 1, tzinfo=UTC).date()})
    sections = explained(text, (), {"assessment": (old, new)}, "shadow")
    deadlines = next(one.lines for one in sections if one.heading == "Deadlines")
    assert "after 40 working days, 45 working days before 2027-01-01 (the clock assessment; guidance): S3" in deadlines
