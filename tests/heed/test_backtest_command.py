"""`heed backtest` on a simulated pilot: what it counts, compares and writes, and what it refuses."""

import json
import re
import shutil
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from services.heed.cli import app
from tests.heed.conftest import Heed
from tests.heed.test_readme import block

RULES = Path(str(resources.files("services.triage.rules")))


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A small simulated pilot, in files."""
    folder = tmp_path_factory.mktemp("pilot")
    asked = ["simulate", "--to", str(folder), "--events", "1000", "--reports", "100", "--last", "2026-10-31"]
    assert CliRunner().invoke(app, asked).exit_code == 0
    yield folder
    shutil.rmtree(folder)


def run(*arguments: str | Path | int) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(app, ["backtest", *map(str, arguments)])


def told(*arguments: str | Path) -> Any:
    """What it says as JSON."""
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def folder_of(path: Path, *rules: str) -> Path:
    """Rule files that come with Heed, in a folder of their own."""
    path.mkdir()
    for rule in rules:
        shutil.copy(RULES / f"{rule}.toml", path)
    return path


def test_every_planted_story_comes_out_as_the_truth_file_says(pilot: Path) -> None:
    """The stories of every rule: found where there must be a finding, none where there must not."""
    said = told("--events", pilot, "--truth", pilot / "truth.ndjson")
    assert said["planted_wrong"] == []
    planted = {rule["rule"]: (rule["planted"], rule["found"]) for rule in said["rules"] if rule["planted"]}
    assert len(planted) >= 4
    assert all(number == found for number, found in planted.values())


def test_a_story_that_a_rule_misses_is_named(pilot: Path, tmp_path: Path) -> None:
    """With what was expected, what came of it, and an alarm that is false."""
    lines = (pilot / "truth.ndjson").read_text().splitlines()
    clear = next(line for line in map(json.loads, lines) if line["expected"] == "open" and line["severity"] == "S3")
    never = next(line for line in map(json.loads, lines) if line["expected"] == "none")
    wrong = [clear | {"severity": "S1"}, clear | {"expected": "none", "severity": None}, never | {"expected": "open"}]
    truth = tmp_path / "truth.ndjson"
    truth.write_text("".join(json.dumps(line) + "\n" for line in wrong))
    said = told("--events", pilot, "--truth", truth)["planted_wrong"]
    assert [one["wrong"] for one in said] == ["severity S3", "a finding opened", "no finding"]
    assert [one["story"] for one in said] == [clear["story"], clear["story"], never["story"]]


def test_two_sets_of_rules_differ_case_by_case(pilot: Path, tmp_path: Path) -> None:
    """A rule left out loses its findings; one whose warning is gone opens later, and is named with both courses."""
    both = folder_of(tmp_path / "both", "assessment_overdue", "repeat_nfa")
    one = folder_of(tmp_path / "one", "repeat_nfa")
    said = told("--events", pilot, "--rules", one, "--against", both)
    assert (said["only_here"], said["changed"]) == ([], [])
    assert {finding["rule"] for finding in said["only_there"]} == {"assessment_overdue"}
    later = folder_of(tmp_path / "later", "repeat_nfa", "assessment_overdue")
    file = later / "assessment_overdue.toml"
    text = file.read_text()
    file.write_text(re.sub(r'    \{ clock = "assessment", at = "warn".*\n', "", text))
    said = told("--events", pilot, "--rules", later, "--against", both)
    assert said["only_here"] == []
    assert said["changed"]
    assert all(one["here"]["opened"] > one["there"]["opened"] for one in said["changed"])
    assert {one["here"]["rule"] for one in said["changed"]} == {"assessment_overdue"}
    assert "; with --against: S" in " ".join(run("--events", pilot, "--rules", later, "--against", both).output.split())


def test_alerts_are_shared_among_officers_over_the_weeks_asked_for(pilot: Path) -> None:
    """Four weeks: an officer of five has a twentieth of the alerts each week; --officers is said where it counts."""
    arguments = ("--events", pilot, "--from", "2026-09-01", "--to", "2026-09-28", "--officers", "5")
    said = told(*arguments)
    assert said["alerts"]["opened"] > 0
    assert said["alerts"]["each_officer_a_week"] == pytest.approx(said["alerts"]["opened"] / 20, abs=0.006)
    assert "a week for each of 5 officers (--officers)" in run(*arguments).output


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(pilot: Path, tmp_path: Path) -> None:
    """One file: no script, no link, no image; its charts are drawn in it."""
    page = tmp_path / "page.html"
    assert run("--events", pilot, "--truth", pilot / "truth.ndjson", "--html", page).exit_code == 0
    html = page.read_text()
    assert not re.search(r"<script|<link|<img|https?://|@import|url\(", html)
    assert html.count('role="img"') == 1
    assert "Assessment not completed" in html or "ssessment" in html


def test_lines_that_hold_no_event_are_counted_and_the_first_are_told(pilot: Path) -> None:
    """The simulator writes some bad lines on purpose; no child's id is in the words."""
    result = run("--events", pilot)
    assert re.search(r"\d+ lines can't be used\. The first: case-events\.ndjson, line \d+: ", result.output)


def test_any_number_of_processes_says_the_same(pilot: Path, tmp_path: Path) -> None:
    """Also which lines can't be used, and the page."""
    said = {}
    for number in (1, 3):
        page = tmp_path / f"{number}.html"
        arguments = ("--events", pilot, "--truth", pilot / "truth.ndjson", "--json", "--html", page)
        said[number] = run(*arguments, "--processes", number).stdout, page.read_text()
    assert said[1] == said[3]
    assert json.loads(said[1][0])["rules"]


def test_what_a_process_refuses_is_told_as_by_one(tmp_path: Path) -> None:
    nothing = tmp_path / "none.ndjson"
    nothing.write_text('{"type": "x"}\n')
    alone, shared = (run("--events", nothing, "--processes", number) for number in (1, 2))
    assert str(alone.exception) == str(shared.exception)
    assert "none.ndjson, line 1: " in str(alone.exception)


def test_before_the_first_event_nothing_is_open(pilot: Path) -> None:
    """A day long before is answered, not refused."""
    assert told("--events", pilot, "--as-of", "1990-01-01") == []
    assert "No finding is open at the end of 1990-01-01" in run("--events", pilot, "--as-of", "1990-01-01").output


def test_what_the_readme_says_of_it_works_as_it_stands_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Line after line, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    said = ""
    for line in block("Try rules before they wake anyone").splitlines():
        result = CliRunner().invoke(app, line.split()[1:])
        assert result.exit_code == 0, result.output
        said = result.stdout
    assert (tmp_path / "backtest.html").exists()
    wanted = {"rule", "subject_key", "anchor_event", "anchor_date", "deadline", "severity", "breach"}
    assert wanted <= json.loads(said)[0].keys()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--events", "missing.ndjson"], "there is no file missing.ndjson"),
        (["--events", "{pilot}", "--from", "2026-10-01", "--to", "2026-09-01"], "--from must not be after --to"),
        (["--events", "{pilot}", "--rules", "{empty}"], "holds no rule files"),
        (["--events", "{pilot}", "--as-of", "2026-09-01", "--to", "2026-09-01"], "both say where it ends"),
        (["--events", "{pilot}", "--as-of", "2300-01-01"], "allowed: from 1900-01-01 to 2199-12-31"),
        ([], "No Kafka is named"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    arguments: list[str], said: str, heed: Heed, pilot: Path, tmp_path: Path
) -> None:
    """Exit code 2, and what would be allowed."""
    given = [one.format(pilot=pilot, empty=tmp_path) for one in arguments]
    done = heed("backtest", *given, kafka=None)
    assert done.returncode == 2
    assert said in " ".join(done.stderr.replace("│", " ").split())
