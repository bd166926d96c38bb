"""How well a feed fits, told before it is joined."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from services.heed.cli import app
from tests.intake.world import KEY, NHS_NUMBER, event

AGENCY = "aldermere-childrens-services"


def conformance(tmp_path: Path, *lines: Any, text: bool = False) -> Any:
    file = tmp_path / "feed.ndjson"
    file.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines))
    arguments = ["conformance", str(file), "--agency", AGENCY]
    done = CliRunner().invoke(app, arguments if text else [*arguments, "--json"])
    assert done.exit_code == 0, done.output
    return done.output if text else json.loads(done.stdout)


def test_every_line_is_counted_once_and_what_is_refused_is_told_by_field(tmp_path: Path) -> None:
    lines = [
        event(),
        event(level="dire"),
        event(level="dire", source="99"),
        "nonsense",
        event(agency="vale-police"),
        event(staff_name="Somebody"),
    ]
    said = conformance(tmp_path, *lines)
    assert (said["lines"], said["valid"], said["refused"], said["of_others"]) == (6, 1, 4, 1)
    found = {one["field"]: (one["times"], one["first_line"]) for one in said["problems"]}
    assert found["/level"] == (2, 2)
    assert found["/source"] == (1, 3)
    assert found["/staff_name"] == (1, 6)
    codes = [(one["field"], one["code"], one["times"]) for one in said["unknown_codes"]]
    assert codes == [("/level", "dire", 2), ("/source", "99", 1)]


def test_it_names_no_child_in_any_form(tmp_path: Path) -> None:
    named = {**event(), "child": {"nhs_number": NHS_NUMBER}}
    del named["subject_key"]
    wrong = {**named, "child": {"nhs_number": "999 000 0019"}}
    for text in (True, False):
        said = str(conformance(tmp_path, named, wrong, event(), text=text))
        assert KEY not in said
        assert "999" not in said.replace(" ", "")


def test_how_late_and_how_often_is_told_in_hours_and_working_days(tmp_path: Path) -> None:
    """From Friday 13 March to Wednesday 18 March 2026: four working days, two of them with nothing between."""
    lines = [
        event(occurred_at="2026-03-13T09:00:00Z", recorded_at="2026-03-13T10:00:00Z"),
        event(occurred_at="2026-03-18T09:00:00Z", recorded_at="2026-03-18T12:00:00Z"),
    ]
    said = conformance(tmp_path, *lines)
    assert said["cadence"] == {
        "first": "2026-03-13",
        "last": "2026-03-18",
        "working_days": 4,
        "with_records": 2,
        "longest_gap": 2,
    }
    [one] = said["types"]
    assert (one["type"], one["received"], one["median_hours"], one["ninety_hours"]) == ("concern_raised", 2, 1.0, 3.0)


def test_what_may_be_left_out_and_is_filled_in_is_told_as_a_share(tmp_path: Path) -> None:
    said = conformance(tmp_path, event(signals=["bruising"]), event(), event(), event())
    assert said["types"][0]["filled"]["signals"] == 0.25


def test_rules_see_what_came_and_not_what_was_promised(tmp_path: Path) -> None:
    """A feed of concerns alone can neither begin nor answer a rule about assessments."""
    said = conformance(tmp_path, event())
    by_rule = {one["rule"]: one for one in said["rules"]}
    assert by_rule["assessment_overdue"]["able"] == "no"
    assert "assessment_completed" in said["declared_not_seen"]
    assert said["rules_able"] < len(by_rule)


def test_two_contents_of_one_revision_are_told_before_intake_refuses_one(tmp_path: Path) -> None:
    first = event()
    said = conformance(tmp_path, first, first, first | {"level": "low"})
    assert (said["valid"], said["contradicting"]) == (3, 1)
