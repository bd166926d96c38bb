"""`heed rules sample`, `verdicts` and `coverage` on a simulated pilot."""

import csv
import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from services.heed.cli import app
from services.heed.errors import UserError


@pytest.fixture(scope="module")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small simulated pilot, in files."""
    folder = tmp_path_factory.mktemp("pilot")
    asked = ["simulate", "--to", str(folder), "--events", "1000", "--reports", "100", "--last", "2026-10-31"]
    assert CliRunner().invoke(app, asked).exit_code == 0
    return folder


def run(*arguments: str | Path) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(app, ["rules", *map(str, arguments)])


def sampled(pilot: Path, to: Path, n: int = 6) -> Result:
    """A worksheet of the rule about overdue assessments."""
    return run("sample", "--rule", "assessment_overdue", "--n", str(n), "--events", pilot, "--to", to)


def filled(path: Path, verdicts: dict[str, list[str]]) -> None:
    """Verdicts written into a worksheet of NDJSON, by how the cases were drawn."""
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    for row in rows:
        row["verdict"] = verdicts[row["drawn"]].pop() if verdicts[row["drawn"]] else ""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))


def test_a_sample_holds_findings_and_children_without_and_is_for_its_owner_only(pilot: Path, tmp_path: Path) -> None:
    path = tmp_path / "sample.ndjson"
    done = sampled(pilot, path)
    assert (done.exit_code, f"heed rules verdicts {path}" in done.output) == (0, True), done.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert sorted(row["drawn"] for row in rows) == ["finding"] * 6 + ["none"] * 6
    found = next(row for row in rows if row["drawn"] == "finding")
    assert "assessment started" in found["recorded"][0]
    assert found["not_recorded"][0].startswith("not recorded by the end of")
    assert {row["verdict"] for row in rows} == {""}


def test_verdicts_give_a_precision_with_its_interval(pilot: Path, tmp_path: Path) -> None:
    """What is unsure or open is counted apart."""
    path = tmp_path / "sample.ndjson"
    sampled(pilot, path)
    filled(path, {"finding": ["yes", "Yes ", "yes", "no", "unsure"], "none": ["no"] * 6})
    found, without = json.loads(run("verdicts", path, "--json").stdout)
    assert {name: found[name] for name in ("drawn", "yes", "no", "unsure", "open", "share")} == {
        "drawn": "finding", "yes": 3, "no": 1, "unsure": 1, "open": 1, "share": 0.75,
    }  # fmt: skip
    assert (found["low"], found["high"]) == (0.3006, 0.9544)
    assert (without["drawn"], without["share"], without["low"], without["high"]) == ("none", 0, 0, 0.3903)
    said = run("verdicts", path).output
    assert "75%" in said
    assert "no verdict yet" in said


def test_a_spreadsheet_is_read_back_too(pilot: Path, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    sampled(pilot, path, 3)
    with path.open(newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(row | {"verdict": "yes"} for row in rows)
    assert [one["yes"] for one in json.loads(run("verdicts", path, "--json").stdout)] == [3, 3]


def test_every_row_that_cannot_be_used_is_told_at_once(pilot: Path, tmp_path: Path) -> None:
    path = tmp_path / "sample.ndjson"
    sampled(pilot, path, 2)
    filled(path, {"finding": ["perhaps", "yes"], "none": ["no", "definitely"]})
    done = run("verdicts", path)
    assert isinstance(done.exception, UserError)
    assert re.findall(r"line \d: verdict: (.+)", str(done.exception)) == ["one of yes, no, unsure"] * 2


def test_a_worksheet_that_is_there_is_never_written_over(pilot: Path, tmp_path: Path) -> None:
    path = tmp_path / "sample.csv"
    path.write_text("verdicts")
    assert isinstance(sampled(pilot, path).exception, UserError)
    assert path.read_text() == "verdicts"


def covered(pilot: Path | None, agency: str) -> Any:
    """What coverage says of an agency, as JSON."""
    events = () if pilot is None else ("--events", pilot)
    done = run("coverage", "--agency", agency, *events, "--json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_coverage_names_what_is_carried_and_which_rules_can_fire(pilot: Path) -> None:
    """Brackwater's export holds no contacts and no visits."""
    (said,) = covered(pilot, "brackwater-childrens-services")
    assert (said["types"], said["types_carried"]) == (41, 15)
    rules = {one["rule"]: one for one in said["rules"]}
    assert rules["assessment_overdue"]["able"] == "yes"
    assert (rules["cp_child_not_seen"]["able"], rules["cp_child_not_seen"]["not_answered"]) == ("no", ["visit_made"])
    started = next(one for one in said["carried"] if one["type"] == "assessment_started")
    assert started["events"] > 0
    assert 0 <= started["median_hours"] <= started["ninety_hours"]
    text = run("coverage", "--agency", "brackwater-childrens-services", "--events", pilot).output
    assert "Types carried: 15 of 41." in text
    assert "No alert does not mean no concern." in text


def test_coverage_of_an_agency_of_two_areas_tells_each(pilot: Path) -> None:
    assert [one["area"] for one in covered(pilot, "vale-police")] == ["E06000901", "E06000906"]


def test_coverage_of_an_agency_that_is_not_configured_names_those_that_are() -> None:
    done = run("coverage", "--agency", "nobody")
    assert (done.exit_code, "vale-police" in done.output) == (2, True)
