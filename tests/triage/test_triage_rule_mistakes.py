"""Wherever in a rule file a mistake stands, it is refused with its place, what was found and what is allowed."""

import re

import pytest

from services.triage.calendar import england
from services.triage.compiler import compile_rules
from services.triage.ruleset import BadRules, RuleFiles, RuleProblem
from services.triage.vocabulary import EVENT_TYPES, fields
from tests.triage.written import CLOCKS, EXAMPLE, NAME, rule, written

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


def test_a_level_is_lowered_from_another_field_so_it_takes_two() -> None:
    one = 'of = [{ type = "contact_outcome", lowered = ["priority"] }]'
    problem = RuleProblem(NAME, "/pattern/of/0/lowered", "priority", "two fields: the level now, and the level before")
    assert refused(written(ONE.replace(OF, one))) == [problem]


OF = 'of = [{ type = "concern_raised" }]'
ONE = f"""
[pattern]
kind = "each"
{OF}
severity = [{{ severity = "S3" }}]
lasts_days = 5
"""


def test_an_event_or_a_sequence_that_would_stay_open_for_ever_is_refused() -> None:
    endless = RuleProblem(NAME, "/pattern", None, "an end: until, or lasts_days")
    assert refused(written(ONE.replace("lasts_days = 5", ""))) == [endless]
    assert endless in refused(written(SEQUENCE.replace("lasts_days = 5", "")))


def test_the_last_severity_holds_for_every_anchor() -> None:
    graded = ONE.replace('{ severity = "S3" }', '{ severity = "S3" }, { severity = "S4", known = ["level"] }')
    unconditional = "the last severity must have no conditions, so that every anchor has one"
    assert refused(written(graded)) == [RuleProblem(NAME, "/pattern/severity/1", None, unconditional)]


def test_a_rule_file_alone_can_not_make_a_rule_active() -> None:
    files = RuleFiles({NAME: written(ONE).files[NAME].replace(b'mode = "shadow"', b'mode = "active"')})
    (problem,) = refused(files)
    assert (problem.field, problem.found) == ("/mode", "active")
    assert problem.allowed.startswith("shadow or off: the configuration's [[rules]] make it active")


def test_examples_are_counted_on_both_sides() -> None:
    def told(*fires: str) -> list[RuleProblem]:
        return refused(written(ONE, examples="".join(EXAMPLE.replace("FIRES", one) for one in fires)))

    firing = RuleProblem(NAME, "/examples", "1", "at least 2 examples that fire")
    quiet = RuleProblem(NAME, "/examples", "1", "at least 2 examples that don't fire")
    assert told('"S2"', "false", "false") == [firing]
    assert told('"S2"', '"S2"', "false") == [quiet]
    assert told('"S2"', "false") == [firing, quiet]


def test_each_part_of_a_rule_has_its_own_place_and_its_own_name() -> None:
    parts = "".join(f'\n[[parts]]\nname = "part_{n}"\n{ONE.replace("[pattern]", "[parts.pattern]")}' for n in (1, 2))
    wrong = parts.replace("concern_raised", "no_such")
    assert [one.field for one in refused(written(wrong))] == [f"/parts/{n}/pattern/of/0/type" for n in (0, 1)]
    found = compile_rules(written(parts), CLOCKS, england(), {})
    assert [one.key for one in found] == ["written/part_1", "written/part_2"]
    assert rule(ONE).key == "written"


def test_a_rule_says_what_its_file_says_for_the_officer() -> None:
    assert (rule(ONE).title, rule(ONE).words) == ("A rule of a test", "Look here.")


PART = f"""
[[parts]]
name = "part_1"
{ONE.replace("[pattern]", "[parts.pattern]")}"""


@pytest.mark.parametrize("pattern", [ONE, PART], ids=["pattern", "parts"])
@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        ('id = "written"', 'id = "other_one"'),
        ('grouping = "subject"', 'grouping = "family"'),
        ("version = 1", "version = 2"),
        ("lasts_days = 5", "lasts_days = 6"),
        ("version = 1", "version = 1\nexpires = 2026-03-10"),
    ],
)
def test_a_rule_is_of_another_version_when_anything_changes_that_decides(pattern: str, was: str, becomes: str) -> None:
    def version(text: bytes, name: str = NAME) -> str:
        (found,) = compile_rules(RuleFiles({name: text}), CLOCKS, england(), {})
        return found.facts.version

    text = written(pattern).files[NAME]
    changed = text.replace(was.encode(), becomes.encode())
    assert version(changed, "other_one.toml" if "other_one" in becomes else NAME) != version(text)
