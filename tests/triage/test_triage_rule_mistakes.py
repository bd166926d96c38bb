"""Wherever in a rule file a mistake stands, it is refused with its place, what was found and what is allowed."""

import re

import pytest

from services.triage.calendar import england
from services.triage.compiler import compile_rules
from services.triage.ruleset import BadRules, RuleFiles, RuleProblem
from services.triage.vocabulary import EVENT_TYPES, fields
from tests.triage.written import CLOCKS, written

FRAME = """
given = [{ of = [{ type = "no_given" }], latest = [{ type = "no_latest" }] }]
while_open = [{ opened = [{ type = "no_opened" }], closed = [{ type = "no_closed" }] }]
unless_open = [{ opened = [{ type = "no_cover" }], closed = [{ type = "no_cover_end" }], clock = "no_clock" }]
until = [{ type = "no_until" }]

[[pattern.raises]]
severity = "S1"
evidence = [{ type = "injury_observed" }, { type = "no_evidence" }]
latest = [{ type = "no_pool" }]
same = "no_field"
"""
ABSENCE = """
[pattern]
kind = "absence"
after = [{ type = "concern_raised" }, { type = "no_after" }]
of = [{ type = "no_answer" }]
clock_from = { of = [{ type = "no_start" }], latest = [{ type = "no_pool" }] }
steps = [
    { clock = "no_clock", at = "warn", severity = [{ severity = "S3" }] },
    { clock = "day", at = "limit", severity = [{ severity = "S2", known = ["no_field"] }, { severity = "S3" }] },
]
"""
EACH = """
[pattern]
kind = "each"
of = [{ type = "concern_raised" }, { type = "no_such" }]
severity = [{ severity = "S2", known = ["no_field"] }, { severity = "S3" }]
lasts_days = 5
"""
COUNT = """
[pattern]
kind = "count"
of = [{ type = "concern_raised" }, { type = "no_such" }]
thresholds = [{ at_least = 2, within_days = 5 }, { at_least = 3, within_days = 9, known = ["no_condition"] }]
different = "no_kind"
broken_by = [{ type = "no_break" }]
severity = [{ severity = "S2", known = ["no_field"] }, { severity = "S3" }]
"""
SEQUENCE = """
[pattern]
kind = "sequence"
first = [{ type = "concern_raised" }, { type = "no_first" }]
then = [{ type = "no_then" }]
within_days = 5
broken_by = [{ type = "no_break" }]
parted_by = [{ type = "no_part" }]
same = "no_common"
severity = [{ severity = "S2", known = ["no_field"] }, { severity = "S3" }]
lasts_days = 5
"""
SIBLINGS = """
[pattern]
kind = "siblings"
after = [{ type = "concern_raised" }, { type = "no_after" }]
of = [{ type = "no_answer" }]
steps = [{ clock = "no_clock", at = "limit", severity = [{ severity = "S3" }] }]
"""
SELECTOR = """
[pattern]
kind = "each"
lasts_days = 5
severity = [{ severity = "S3" }]

[[pattern.of]]
type = "contact_outcome"
known = ["no_known"]
lowered = ["no_level", "no_level_before"]
any_of = { no_any = ["x"], outcomes = ["no_outcome"] }
only = { no_only = ["x"] }
none_of = { no_none = ["x"] }
lacks = { no_lack = ["x"] }
"""


def refused(files: RuleFiles) -> list[RuleProblem]:
    """What is found wrong."""
    with pytest.raises(BadRules) as found:
        compile_rules(files, CLOCKS, england(), {})
    return found.value.problems


def placed(pattern: str, grouping: str = "subject") -> set[tuple[str, str | None]]:
    """Each problem's place below the pattern, and what was found there."""
    return {(one.field.removeprefix("/pattern/"), one.found) for one in refused(written(pattern, grouping))}


FRAMED = {
    ("given/0/of/0/type", "no_given"),
    ("given/0/latest/0/type", "no_latest"),
    ("while_open/0/opened/0/type", "no_opened"),
    ("while_open/0/closed/0/type", "no_closed"),
    ("unless_open/0/opened/0/type", "no_cover"),
    ("unless_open/0/closed/0/type", "no_cover_end"),
    ("unless_open/0/clock", "no_clock"),
    ("until/0/type", "no_until"),
    ("raises/0/evidence/1/type", "no_evidence"),
    ("raises/0/latest/0/type", "no_pool"),
    ("raises/0/same", "no_field"),
}
GRADED = ("severity/0/known", "no_field")
PLACES: dict[str, set[tuple[str, str | None]]] = {
    ABSENCE: {
        ("after/1/type", "no_after"),
        ("of/0/type", "no_answer"),
        ("clock_from/of/0/type", "no_start"),
        ("clock_from/latest/0/type", "no_pool"),
        ("steps/0/clock", "no_clock"),
        ("steps/1/severity/0/known", "no_field"),
    },
    EACH: {("of/1/type", "no_such"), GRADED},
    COUNT: {
        ("of/1/type", "no_such"),
        ("thresholds/1/known", "no_condition"),
        ("different", "no_kind"),
        ("broken_by/0/type", "no_break"),
        GRADED,
    },
    SEQUENCE: {
        ("first/1/type", "no_first"),
        ("then/0/type", "no_then"),
        ("broken_by/0/type", "no_break"),
        ("parted_by/0/type", "no_part"),
        ("same", "no_common"),
        GRADED,
    },
    SIBLINGS: {("after/1/type", "no_after"), ("of/0/type", "no_answer"), ("steps/0/clock", "no_clock")},
}


@pytest.mark.parametrize("pattern", PLACES, ids=re.compile('kind = "([a-z]+)"').findall("".join(PLACES)))
def test_every_mistake_of_a_pattern_and_of_what_frames_it_is_named_with_its_place(pattern: str) -> None:
    assert placed(pattern + FRAME, "family") == PLACES[pattern] | FRAMED


def test_every_condition_on_an_event_is_checked_against_the_fields_and_codes_of_its_type() -> None:
    assert placed(SELECTOR) == {
        ("of/0/known", "no_known"),
        ("of/0/lowered", "no_level"),
        ("of/0/lowered", "no_level_before"),
        ("of/0/any_of/no_any", "no_any"),
        ("of/0/any_of/outcomes", "no_outcome"),
        ("of/0/only/no_only", "no_only"),
        ("of/0/none_of/no_none", "no_none"),
        ("of/0/lacks/no_lack", "no_lack"),
    }


def test_what_is_allowed_is_listed_whole() -> None:
    allowed = {one.found: one.allowed for one in refused(written(ABSENCE + FRAME.replace("no_field", "level")))}
    assert allowed["no_after"] == f"one of {', '.join(EVENT_TYPES)}"
    assert allowed["no_field"] == f"one of {', '.join(fields('concern_raised'))}"
    assert allowed["no_clock"] == "a clock of the configuration: day, three_days"
