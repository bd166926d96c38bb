"""`heed rules`: writing a rule, checking it, reading it in words."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from services.heed.cli import app
from services.heed.errors import UserError
from services.heed.rules.template import KINDS
from services.triage.ruleset import packaged

FILLED = {
    "absence": {"after": "visit_not_effected", "of": "visit_made", "clock": "visit_again"},
    "each": {"of": "removed_from_school_roll", "until": "visit_made"},
    "count": {"of": "was_not_brought"},
    "sequence": {"first": "child_disclosed", "then": "episode_closed", "until": "referral_received"},
    "siblings": {"after": "section_47_started", "of": "visit_made", "clock": "sibling_considered"},
}
"""Names for what a template leaves open."""


def fill(text: str, names: Mapping[str, str]) -> str:
    """The template with every gap filled, so that the file is well formed."""
    for field, name in names.items():
        text = re.sub(
            rf'^{field} = \[{{ type = "" }}\]', f'{field} = [{{ type = "{name}" }}]', text, flags=re.MULTILINE
        )
    text = text.replace('title = ""', 'title = "A title"').replace('words = """"""', 'words = """Some words."""')
    text = text.replace('source = ""', 'source = "a local agreement"').replace(
        'clock = ""', f'clock = "{names.get("clock")}"'
    )
    text = text.replace('severity = ""', 'severity = "S3"').replace('fires = ""', 'fires = "S3"')
    text = text.replace('now = ""', 'now = "2026-03-02T10:00"').replace('at = ""', 'at = "2026-03-02"')
    return text.replace('type = ""', 'type = "visit_made"')


def run(*arguments: str | Path) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(app, ["rules", *map(str, arguments)])


def told(*arguments: str | Path) -> Any:
    """What a command prints as JSON."""
    return json.loads(run(*arguments, "--json").stdout)


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_passes_the_check_once_it_is_filled_in(tmp_path: Path, kind: str) -> None:
    done = run("new", "my_rule", "--kind", kind, "--to", tmp_path)
    assert done.exit_code == 0, done.stderr
    path = tmp_path / "my_rule.toml"
    path.write_text(fill(path.read_text(), FILLED[kind]))
    checked = run("check", tmp_path)
    assert (checked.exit_code, "1 rule files, no problem." in checked.stdout) == (0, True), checked.stdout


def test_the_check_names_all_that_a_template_leaves_open(tmp_path: Path) -> None:
    run("new", "my_rule", "--to", tmp_path)
    assert run("check", tmp_path).exit_code == 1
    fields = {one["field"] for one in told("check", tmp_path)}
    assert fields >= {"/title", "/words", "/source", "/pattern/steps/0/severity/0/severity", "/examples/0/fires"}


def test_the_check_tells_the_problems_of_every_file_each_with_what_is_allowed(tmp_path: Path) -> None:
    """One file of a wrong shape doesn't hide what is wrong in another."""
    texts = {name: content.decode() for name, content in packaged().files.items()}
    overdue = texts["assessment_overdue.toml"].replace(
        '"assessment_completed" }]\nsteps', '"assessment_done" }]\nsteps'
    )
    overdue = overdue.replace('now = "2026-05-07T23:59"', 'now = "soon"').replace('["3A", "16A"]', '["3A", "16Z"]')
    (tmp_path / "assessment_overdue.toml").write_text(overdue)
    (tmp_path / "repeat_nfa.toml").write_text(texts["repeat_nfa.toml"].replace('mode = "shadow"', 'mode = "loud"'))
    found = {(one["file"], one["field"]): one for one in told("check", tmp_path)}
    assert found["repeat_nfa.toml", "/mode"]["found"] == "loud"
    of = found["assessment_overdue.toml", "/pattern/of/0/type"]
    assert (of["found"], "assessment_completed" in of["allowed"]) == ("assessment_done", True)
    assert found["assessment_overdue.toml", "/examples/1/now"]["found"] == "soon"
    assert "16A" in found["assessment_overdue.toml", "/examples/0/events/0/assessment_factors/1"]["allowed"]


def test_the_rules_that_come_with_heed_have_no_problem_and_their_examples_come_out_as_they_say() -> None:
    assert told("check") == []
    said = told("test")
    assert len(said) > 100
    assert [one for one in said if one["found"] != one["expected"]] == []


def test_an_example_that_comes_out_otherwise_is_named_with_what_the_rule_says(tmp_path: Path) -> None:
    text = packaged().files["assessment_overdue.toml"].decode()
    (tmp_path / "assessment_overdue.toml").write_text(text.replace('fires = "S2"', 'fires = "S1"', 1))
    done = run("test", tmp_path)
    assert done.exit_code == 1
    assert "1 of" in done.stdout
    wrong = [one for one in told("test", tmp_path) if one["found"] != one["expected"]]
    assert [(one["number"], one["expected"], one["found"]) for one in wrong] == [(1, "S1", "S2")]


def test_a_rule_is_explained_in_words_with_an_example_on_a_line_of_time() -> None:
    said = run("explain", "assessment_overdue").stdout
    for words in (
        "None of these is recorded by the deadline",
        "after 45 working days",
        "16A (neglect)",
        "end of Thu  7 May 2026   ◆ not recorded by then: assessment completed. Now S2",
        "✓ from when it is recorded, it ends: assessment completed",
    ):
        assert words in said


def test_an_example_with_its_cure_can_be_drawn() -> None:
    quiet = told("explain", "assessment_overdue", "--example", "6")
    assert quiet["timeline"]["found"] is None
    refused = run("explain", "assessment_overdue", "--example", "60")
    assert isinstance(refused.exception, UserError)
    there = len(packaged().read()["assessment_overdue.toml"].examples)
    assert f"has {there} examples" in str(refused.exception)


def test_the_list_shows_each_rule_in_the_mode_of_the_configuration() -> None:
    listed = {one["id"]: one for one in told("list")}
    assert len(listed) == len(packaged().files)
    assert (listed["repeat_nfa"]["mode"], listed["repeat_nfa"]["severity"]) == ("active", ["S2", "S3"])


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("explain", "no_such_rule"), "assessment_overdue"),
        (("new", "Bad-Id"), "the first a letter"),
        (("new", "my_rule", "--kind", "magic"), "absence"),
        (("test", "--rule", "no_such_rule"), "repeat_nfa"),
        (("check", "/no/such/folder"), "does not exist"),
    ],
)
def test_what_cannot_be_done_is_refused_with_what_is_allowed(arguments: tuple[str, ...], says: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert says in re.sub(r"[\s│]+", " ", done.stderr)


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "my_rule.toml").write_text("mine")
    done = run("new", "my_rule", "--to", tmp_path)
    assert isinstance(done.exception, UserError)
    assert "is there already" in str(done.exception)
    assert (tmp_path / "my_rule.toml").read_text() == "mine"
