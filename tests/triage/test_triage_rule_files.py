"""What a rule file must hold as a whole: an end, a severity for every anchor, examples, a mode; and what is its own."""

import pytest

from services.triage.calendar import england
from services.triage.compiler import compile_rules
from services.triage.ruleset import RuleFiles, RuleProblem
from tests.triage.test_triage_rule_mistakes import SEQUENCE, refused
from tests.triage.written import CLOCKS, EXAMPLE, NAME, rule, written

OF = 'of = [{ type = "concern_raised" }]'
ONE = f"""
[pattern]
kind = "each"
{OF}
severity = [{{ severity = "S3" }}]
lasts_days = 5
"""


def test_a_level_is_lowered_from_another_field_so_it_takes_two() -> None:
    one = 'of = [{ type = "contact_outcome", lowered = ["priority"] }]'
    problem = RuleProblem(NAME, "/pattern/of/0/lowered", "priority", "two fields: the level now, and the level before")
    assert refused(written(ONE.replace(OF, one))) == [problem]


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
