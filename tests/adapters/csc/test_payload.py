"""Payloads for the DfE's children's social care API, as events."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.heed.cli import app
from services.heed.errors import UserError

NEVER = ("Wilhelmina", "Featherstonehaugh", "A123456789012", "ZZ1 1ZZ", "worker-77", "2018-05-04", "C-100")


def child(**more: Any) -> dict[str, Any]:
    details = {
        "first_name": "Wilhelmina",
        "surname": "Featherstonehaugh",
        "unique_pupil_number": "A123456789012",
        "postcode": "ZZ1 1ZZ",
        "date_of_birth": "2018-05-04",
    }
    return {"la_child_id": "C-100", "child_details": details, "social_care_episodes": [episode()]} | more


def episode(**more: Any) -> dict[str, Any]:
    enquiry = {
        "section_47_assessment_id": "S-1",
        "start_date": "2026-03-04",
        "icpc_required_flag": True,
        "icpc_date": "2026-03-24",
        "end_date": "2026-03-12",
    }
    assessment = {
        "child_and_family_assessment_id": "A-1",
        "start_date": "2026-03-03",
        "authorisation_date": "2026-03-20",
        "factors": ["3A"],
    }
    return {
        "social_care_episode_id": "E-1",
        "referral_date": "2026-03-02",
        "referral_source": "2A",
        "referral_no_further_action_flag": False,
        "care_worker_details": [{"worker_id": "worker-77"}],
        "child_and_family_assessments": [assessment],
        "section_47_assessments": [enquiry],
    } | more


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0
        self.key = folder / "key.json"
        self.key.write_text(json.dumps({"version": 1, "key": "6b" * 32}))
        self.key.chmod(0o600)

    def take(self, text: str) -> tuple[list[Any], Any]:
        self.number += 1
        path, to, accounts = (self.folder / f"{name}-{self.number}" for name in ("payload", "events", "accounts"))
        path.write_text(text)
        arguments = ["import", "csc-payload", path, "--area", "E06000901", "--key-file", self.key]
        arguments += ["--memory", self.folder / "memory", "--taken", f"2026-04-{self.number:02}T02:00:00"]
        done = CliRunner().invoke(app, [*map(str, arguments), "--to", str(to), "--json", str(accounts)])
        path.unlink()
        if done.exception is not None:
            raise done.exception
        return [json.loads(line) for line in to.read_text().splitlines()], json.loads(accounts.read_text())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


TYPES = [
    "referral_received",
    "assessment_started",
    "assessment_completed",
    "strategy_discussion_held",
    "section_47_started",
    "section_47_ended",
    "icpc_held",
]


def test_each_of_its_three_forms_gives_the_same_events_and_no_name_is_written(desk: Desk) -> None:
    forms = (
        json.dumps({"la_code": 991, "Children": child()}),
        json.dumps({"children": [child()]}),
        json.dumps(child()),
    )
    events, accounts = desk.take(forms[0])
    assert [one["type"] for one in events] == TYPES
    assert accounts["unaccounted"] == 0
    assert [desk.take(form)[0] for form in forms[1:]] == [[], []]
    written = b"".join(path.read_bytes() for path in desk.folder.iterdir() if path.name != "key.json")
    assert not [planted for planted in NEVER if planted.encode() in written]


def test_who_is_not_in_a_payload_has_not_changed(desk: Desk) -> None:
    desk.take(json.dumps({"children": [child()]}))
    events, accounts = desk.take(json.dumps({"children": [child(la_child_id="C-200")]}))
    assert {one["revision"] for one in events} == {1}
    assert (accounts["held"], accounts["partial"]) == ([], {})


def test_a_part_that_was_deleted_is_taken_back(desk: Desk) -> None:
    desk.take(json.dumps(child()))
    gone = episode(section_47_assessments=[{"section_47_assessment_id": "S-1", "purge": True}])
    events, _ = desk.take(json.dumps(child(social_care_episodes=[gone])))
    assert sorted((one["type"], one["withdrawn"]) for one in events) == [
        ("section_47_ended", True),
        ("section_47_started", True),
        ("strategy_discussion_held", True),
    ]


def test_of_a_child_that_was_purged_nothing_is_taken_from_then_on(desk: Desk) -> None:
    desk.take(json.dumps(child()))
    assert desk.take(json.dumps(child(purge=True)))[0] == []
    assert desk.take(json.dumps(child()))[0] == []


def test_what_is_no_payload_changes_nothing(desk: Desk) -> None:
    with pytest.raises(UserError, match="allowed: JSON"):
        desk.take("{")


@pytest.mark.parametrize(
    ("flag", "events"),
    [(True, ["nfa"]), ("true", ["nfa"]), (False, []), ("false", []), (None, []), ("perhaps", [])],
)
def test_a_flag_is_taken_as_it_is_said_and_nothing_else_is_made_of_it(desk: Desk, flag: Any, events: list[str]) -> None:
    """What isn't said isn't known, and what is no flag is refused by its column."""
    found, accounts = desk.take(json.dumps(child(social_care_episodes=[episode(referral_no_further_action_flag=flag)])))
    decided = [outcome for one in found if one["type"] == "referral_decided" for outcome in one["outcomes"]]
    assert decided == events
    wrong = [one["column"] for one in accounts["problems"]]
    assert wrong == (["cine_referral_nfa"] if flag == "perhaps" else [])


def test_whether_a_conference_is_required_is_left_out_where_it_is_not_said(desk: Desk) -> None:
    enquiry = {"section_47_assessment_id": "S-1", "start_date": "2026-03-04", "end_date": "2026-03-12"}
    for number, (said, known) in enumerate([(None, None), (True, True), (False, False)]):
        part = enquiry | {"section_47_assessment_id": f"S-{number}", "icpc_required_flag": said}
        found, _ = desk.take(json.dumps(child(social_care_episodes=[episode(section_47_assessments=[part])])))
        [ended] = (one for one in found if one["type"] == "section_47_ended")
        assert ended.get("icpc_required") is known


def test_what_is_no_object_is_refused_and_counted_and_the_rest_goes_on(desk: Desk) -> None:
    """A child, an episode, a part of one."""
    broken = child(social_care_episodes=["E-1", episode(child_in_need_plans=["P-1"])])
    found, accounts = desk.take(json.dumps({"Children": ["x", broken]}))
    assert [one["type"] for one in found] == TYPES
    assert sorted(one["column"] for one in accounts["problems"]) == [
        "child_in_need_plans",
        "children",
        "social_care_episodes",
    ]
    assert accounts["unaccounted"] == 0
