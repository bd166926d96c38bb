"""What docs/rules.md tells a writer of rules to type works as it stands there."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from typer.testing import CliRunner, Result

from services.heed.cli import CONFIGURATION, app
from services.heed.rules.template import KINDS
from services.triage import rule_file

MANUAL = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
COMMAND = re.compile(r"^\.venv/bin/heed (.*?)(?:  # ends with (\d).*)?$", re.MULTILINE)
NAMES = ("clocks.local_seen_in_assessment", 'id = "assessed_not_seen"', "[[rules]]")
"""What tells the blocks of TOML: a clock, the rule, and the mode in the configuration."""


def blocks(kind: str) -> list[str]:
    """The fenced blocks of a kind, in order."""
    return re.findall(rf"^```{kind}\n(.*?)^```", MANUAL, re.DOTALL | re.MULTILINE)


def toml(name: str) -> str:
    """The block of TOML that holds this."""
    return next(block for block in blocks("toml") if name in block)


@pytest.fixture
def writer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody's own folder, and the configuration with the page's clock."""
    (tmp_path / "heed.toml").write_text(f"{CONFIGURATION.read_text()}\n{toml(NAMES[0])}")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HEED_KAFKA", raising=False)
    return tmp_path


def run(writer: Path, line: str) -> Result:
    """A line of the page, in the writer's folder."""
    return CliRunner().invoke(app, ["--config", str(writer / "heed.toml"), *line.split()])


def sessions(writer: Path) -> Iterator[tuple[str, int, Result]]:
    """Each command of the page in its order; the rule is filled in where the page does so."""
    for number, block in enumerate(blocks("sh")):
        if number == 2:
            (writer / "rules" / "assessed_not_seen.toml").write_text(toml(NAMES[1]))
        for line, ends in COMMAND.findall(block):
            yield line, int(ends or 0), run(writer, line)


def test_each_command_of_the_page_does_what_the_page_says(writer: Path) -> None:
    said = {}
    for line, ends, done in sessions(writer):
        assert done.exit_code == ends, f"{line}: {done.output}"
        said[line] = done.output
    assert "/title" in said["rules check rules"] or "no problem" in said["rules check rules"]
    assert "4 examples, each as it must be." in said["rules test rules"]
    for line in blocks("text")[0].splitlines():
        assert line in said["rules explain assessed_not_seen --rules rules"]
    assert "assessed_not_seen" in said["backtest --rules rules --events pilot --officers 6"]
    assert "precision" in said["rules verdicts sample.csv"]


def test_the_page_can_be_followed_with_an_area_that_makes_the_rule_active(writer: Path) -> None:
    (writer / "heed.toml").write_text(f"{(writer / 'heed.toml').read_text()}\n{toml(NAMES[2])}")
    (writer / "rules").mkdir()
    (writer / "rules" / "assessed_not_seen.toml").write_text(toml(NAMES[1]))
    assert "active" in run(writer, "rules list rules").output


def test_the_page_names_every_kind_of_pattern_and_every_field_of_a_rule_file() -> None:
    models = [one for one in vars(rule_file).values() if isinstance(one, type) and issubclass(one, BaseModel)]
    fields = {name for model in models for name in model.model_fields}
    assert {name for name in fields | KINDS.keys() if not re.search(rf"\b{name}\b", MANUAL)} == set()


def test_the_template_knows_every_kind_of_pattern() -> None:
    kinds = {
        name.removesuffix("Text").lower()
        for name in vars(rule_file)
        if re.fullmatch(r"(?!Rule|Part|Frame)\w+Text", name)
    }
    assert KINDS.keys() <= kinds
