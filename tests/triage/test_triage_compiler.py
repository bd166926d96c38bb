"""Bad rule files are refused with every problem: file, field, what was found and what is allowed."""

from datetime import UTC, datetime

import pytest

from schemas.rule_modes import RuleSetting
from services.triage.compiler import compile_rules
from services.triage.configured import settings
from services.triage.modes import Modes
from services.triage.ruleset import BadRules, RuleFiles, packaged
from tests.triage.logs import BUILT, CONFIGURATION

GOOD = packaged().files["no_strategy_after_high_harm.toml"].decode()
OVERLOOKED = packaged().files["overlooked_harm_declared.toml"].decode()
REPEAT = packaged().files["repeat_nfa.toml"].decode()


def problems(text: str, name: str = "no_strategy_after_high_harm.toml") -> dict[str, tuple[str | None, str]]:
    """What is found wrong with a file, by field."""
    with pytest.raises(BadRules) as refused:
        compile_rules(RuleFiles({name: text.encode()}), BUILT.clocks, BUILT.calendar, {})
    return {one.field: (one.found, one.allowed) for one in refused.value.problems}


@pytest.mark.parametrize(
    ("was", "becomes", "field", "found", "allowed"),
    [
        ('type = "strategy_discussion_held"', 'type = "chat"', "/pattern/of/0/type", "chat", "assessment_completed"),
        ('level = ["critical"]', 'level = ["dire"]', "/pattern/after/0/any_of/level", "dire", "critical, high, low"),
        ('level = ["critical"]', 'mood = ["low"]', "/pattern/after/0/any_of/mood", "mood", "age_band"),
        (
            'clock = "strategy_discussion", at = "warn"',
            'clock = "tea", at = "warn"',
            "/pattern/steps/0/clock",
            "tea",
            "icpc",
        ),
        ('severity = "S2"', 'severity = "S9"', "/pattern/absence/steps/0/severity/0/severity", "S9", "S1, S2, S3, S4"),
        ('kind = "absence"', 'kind = "hunch"', "/pattern/type", "hunch", "absence, each, count"),
        ("number = 22", "number = 22\nscore = 3", "/score", None, "not a field"),
        ('owner = "officer"', 'owner = "nobody"', "/owner", "nobody", "duty_manager"),
        ('fires = "S2"', "fires = true", "/examples/1/fires", "true", ""),
        ('id = "no_strategy_after_high_harm"', 'id = "other_name"', "/id", "other_name", "the file's name"),
    ],
)
def test_a_mistake_is_named_with_what_was_found_and_what_is_allowed(
    was: str, becomes: str, field: str, found: str | None, allowed: str
) -> None:
    assert was in GOOD
    wrong = problems(GOOD.replace(was, becomes, 1))
    name = next(one for one in wrong if one.startswith(field))
    assert wrong[name][0] in (found, None)
    assert allowed in wrong[name][1]


def test_every_problem_of_every_file_is_told_at_once() -> None:
    one = GOOD.replace('"critical"', '"dire"').replace('"strategy_discussion", at = "warn"', '"tea", at = "warn"')
    two = REPEAT.replace('"head_injury"', '"headache"')
    files = {"no_strategy_after_high_harm.toml": one.encode(), "repeat_nfa.toml": two.encode()}
    with pytest.raises(BadRules) as refused:
        compile_rules(RuleFiles(files), BUILT.clocks, BUILT.calendar, {})
    assert {(one.file, one.found) for one in refused.value.problems} == {
        ("no_strategy_after_high_harm.toml", "dire"),
        ("no_strategy_after_high_harm.toml", "tea"),
        ("repeat_nfa.toml", "headache"),
    }
    assert str(refused.value).count("\n") == 2


def test_a_warning_needs_a_clock_that_has_one() -> None:
    wrong = problems(GOOD.replace('"strategy_discussion", at = "warn"', '"icpc", at = "warn"'))
    assert wrong == {"/pattern/steps/0/at": ("warn", "limit: the clock icpc has no warning")}


def test_what_silences_a_rule_while_it_is_open_needs_a_limit() -> None:
    wrong = problems(OVERLOOKED.replace('clock = "icpc"\n', ""), "overlooked_harm_declared.toml")
    assert list(wrong) == ["/pattern/each/unless_open/0/clock"]


def test_a_rule_needs_two_examples_that_fire_and_two_that_do_not() -> None:
    assert set(
        problems(
            GOOD.split("[[examples]]")[0] + "examples = []\n",
        )
    ) >= {"/examples"}


def test_a_severity_must_hold_for_every_anchor() -> None:
    wrong = problems(
        REPEAT.replace('severity = [{ severity = "S3" }]', 'severity = [{ severity = "S3", known = ["age_band"] }]'),
        "repeat_nfa.toml",
    )
    assert "so that every anchor has one" in wrong["/pattern/severity/0"][1]


def test_text_that_is_no_toml_is_refused_with_its_place() -> None:
    assert "TOML" in problems("id = ")[""][1]


def test_two_rules_can_not_share_an_id_or_a_number() -> None:
    files = RuleFiles({"a.toml": GOOD.encode(), "no_strategy_after_high_harm.toml": GOOD.encode()})
    with pytest.raises(BadRules) as refused:
        files.read()
    assert {one.field for one in refused.value.problems} == {"/id", "/number"}


def test_what_a_rule_watches_follows_from_its_pattern() -> None:
    watched = {
        rule.facts.id: set(rule.pattern.triggers().types) | rule.facts.cures
        for rule in BUILT.rulebooks[BUILT.standard].rules
    }
    assert watched["assessment_overdue"] == {"assessment_started", "assessment_completed"}
    assert {"concern_raised", "incident_reported", "strategy_discussion_held"} == watched["no_strategy_after_high_harm"]


def test_the_hash_of_a_set_of_rules_changes_with_any_byte_and_with_a_name() -> None:
    some = RuleFiles({"a.toml": b"1", "b.toml": b"2"})
    assert some.hash == RuleFiles({"b.toml": b"2", "a.toml": b"1"}).hash
    assert (
        len(
            {
                some.hash,
                RuleFiles({"a.toml": b"12", "b.toml": b""}).hash,
                RuleFiles({"c.toml": b"1", "b.toml": b"2"}).hash,
            }
        )
        == 3
    )


def test_a_rule_has_another_version_when_what_decides_changes_and_the_same_when_its_words_do() -> None:
    def version(text: str) -> str:
        files = RuleFiles({"no_strategy_after_high_harm.toml": text.encode()})
        return compile_rules(files, BUILT.clocks, BUILT.calendar, {})[0].facts.version

    assert version(GOOD.replace("none is recorded here", "none was found")) == version(GOOD)
    assert version(GOOD.replace('"critical"', '"high"', 1)) != version(GOOD)


def test_rules_come_in_the_order_of_their_numbers_as_their_files_say_how_they_run() -> None:
    texts = {one.id: one for one in packaged().read().values()}
    rules = compile_rules(packaged(), BUILT.clocks, BUILT.calendar, {})
    numbers = [texts[rule.facts.id].number for rule in rules]
    assert numbers == sorted(numbers)
    assert all(rule.modes == Modes("shadow") for rule in rules)
    off = RuleFiles({"repeat_nfa.toml": REPEAT.replace('mode = "shadow"', 'mode = "off"').encode()})
    assert compile_rules(off, BUILT.clocks, BUILT.calendar, {}) == ()
    assert len(compile_rules(off, BUILT.clocks, BUILT.calendar, {"repeat_nfa": Modes("shadow")})) == 1


def test_a_rule_that_is_off_is_left_out() -> None:
    off = CONFIGURATION.model_copy(update={"rules": (RuleSetting(id="repeat_nfa", mode="off"),)})
    built = settings(off)
    assert "repeat_nfa" not in built.rulebooks[built.standard].by_id
    assert built.engine != BUILT.engine


def test_every_rule_has_an_example_within_a_minute_of_its_limit_and_is_to_be_reviewed() -> None:
    for rule in packaged().read().values():
        assert any("minute" in one.name for one in rule.examples), rule.id
        assert rule.review_by > datetime(2026, 11, 1, tzinfo=UTC).date()
        assert rule.title
        assert rule.words
