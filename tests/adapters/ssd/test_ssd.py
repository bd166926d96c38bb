"""Extracts of the Standard Safeguarding Dataset, as events, and what has changed between two of them."""

import json
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import sqlglot
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import expressions
from typer.testing import CliRunner

from services.heed.cli import app
from services.heed.errors import UserError
from services.heed.snapshots.difference import Accounts
from services.heed.snapshots.run import whole_types
from services.intake.adapters.ssd import TABLES, TYPES, Refused, view
from services.intake.api_events import SENT_EVENT
from tests.adapters.ssd.extracts import CHILD, NEVER, OTHER, ROWS, Rows, extract, with_cell, without

AREA = "E06000901"
KEY = json.dumps({"version": 1, "key": "6b" * 32})


class Desk:
    """Somebody who imports one extract after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.number = folder, 0
        self.key = folder / "key.json"
        self.key.write_text(KEY)
        self.key.chmod(0o600)
        self.output = ""

    def take(self, rows: Rows | Path = ROWS, *more: str | Path, good: bool = True) -> tuple[list[Any], Any]:
        """The events, and the accounts."""
        self.number += 1
        path = rows if isinstance(rows, Path) else extract(self.folder / f"extract-{self.number}", rows)
        to, accounts = (self.folder / f"{name}-{self.number}" for name in ("events", "accounts"))
        arguments = ["import", "ssd", path, "--area", AREA, "--key-file", self.key, "--memory", self.folder / "memory"]
        taken = f"2026-04-{self.number:02}T02:00:00"
        arguments += ["--taken", taken, "--to", to, "--json", accounts, *more]
        done = CliRunner().invoke(app, list(map(str, arguments)))
        self.output = done.output
        if not good:
            raise done.exception or AssertionError(done.output)
        assert done.exit_code == 0, done.output
        return [json.loads(line) for line in to.read_text().splitlines()], json.loads(accounts.read_text())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def said(events: Sequence[Any]) -> list[tuple[str, str, int]]:
    return [(one["type"], one["occurred_at"][:16], one["revision"]) for one in events]


def test_each_table_gives_its_events_with_the_dates_and_codes_it_has(desk: Desk) -> None:
    events, accounts = desk.take()
    assert said(events) == [
        ("contact_outcome", "2026-02-27T15:20", 1),
        ("referral_received", "2026-03-02T00:00", 1),
        ("referral_decided", "2026-03-02T00:00", 1),
        ("assessment_started", "2026-03-03T00:00", 1),
        ("assessment_completed", "2026-03-20T00:00", 1),
        ("strategy_discussion_held", "2026-03-04T00:00", 1),
        ("section_47_started", "2026-03-04T00:00", 1),
        ("section_47_ended", "2026-03-12T00:00", 1),
        ("icpc_held", "2026-03-24T00:00", 1),
        ("cp_plan_started", "2026-03-24T00:00", 1),
        ("visit_made", "2026-03-26T00:00", 1),
        ("missing_started", "2026-03-27T22:00", 1),
        ("missing_ended", "2026-03-28T07:30", 1),
    ]
    by_type = {one["type"]: one for one in events}
    assert by_type["assessment_completed"]["assessment_factors"] == ["3A", "16A"]
    assert by_type["referral_decided"]["outcomes"] == ["assessment"]
    assert by_type["referral_decided"]["about_event"] == by_type["referral_received"]["event_id"]
    assert by_type["section_47_ended"]["icpc_required"] is True
    assert by_type["cp_plan_started"]["category"] == "NEG"
    assert (by_type["visit_made"]["child_seen"], by_type["visit_made"]["child_seen_alone"]) == (True, False)
    assert by_type["missing_started"]["occurred_precision"] == "minute"
    assert by_type["icpc_held"]["occurred_precision"] == "day"
    assert {one["age_band"] for one in events} == {"5_10"}
    assert accounts["unaccounted"] == 0
    assert all(SENT_EVENT.validate_json(json.dumps(one)) for one in events)


def test_nothing_that_identifies_is_on_any_disk(desk: Desk) -> None:
    """Neither names that stand in the extract nor the clear ids and dates of birth by which events are made."""
    desk.take()
    desk.take(with_cell("ssd_cin_episodes", "cine_referral_date", "2026-03-01"))
    written = (
        b"".join(path.read_bytes() for path in desk.folder.iterdir() if path.is_file() and path.name != "key.json")
        + desk.output.encode()
    )
    for planted in (*NEVER.values(), CHILD, OTHER, "2018-05-04", "2026-07-01", "R-1"):
        assert planted.encode() not in written, planted


def test_the_same_extract_again_gives_nothing(desk: Desk) -> None:
    desk.take()
    events, accounts = desk.take()
    assert events == []
    assert accounts["tables"]["ssd_cin_episodes"]["unchanged"] == 2


def test_what_has_changed_is_a_revision_of_the_same_event(desk: Desk) -> None:
    first, _ = desk.take()
    events, _ = desk.take(with_cell("ssd_cin_episodes", "cine_cin_primary_need_code", "N5"))
    assert [(one["type"], one["revision"]) for one in events] == [("referral_received", 2), ("referral_decided", 2)]
    assert {one["event_id"] for one in events} < {one["event_id"] for one in first}


def test_what_a_row_no_longer_says_is_taken_back_and_can_be_said_again(desk: Desk) -> None:
    """An assessment's end that was a mistake: left standing, it would hide that the assessment is overdue."""
    desk.take()
    taken_back, _ = desk.take(with_cell("ssd_cin_assessments", "cina_assessment_auth_date", ""))
    found = [(one["type"], one["revision"], one.get("withdrawn", False)) for one in taken_back]
    assert ("assessment_completed", 2, True) in found
    again, _ = desk.take()
    assert ("assessment_completed", 3, False) in [
        (one["type"], one["revision"], one.get("withdrawn", False)) for one in again
    ]


def test_a_row_that_has_vanished_is_held_and_taken_back_only_when_a_person_says_so(desk: Desk) -> None:
    desk.take()
    events, accounts = desk.take(without("ssd_missing"), "--held", desk.folder / "held")
    assert events == []
    assert accounts["partial"] == {"ssd_missing": "not in the extract, or empty"}
    two = {**ROWS, "ssd_cp_visits": [{**ROWS["ssd_cp_visits"][0], "cppv_cp_visit_id": f"V-{n}"} for n in range(6)]}
    desk.take(two)
    events, accounts = desk.take(without("ssd_cp_visits", 3, two), "--held", desk.folder / "held-2")
    assert events == []
    assert [one["type"] for one in accounts["held"]] == ["visit_made"]
    events, accounts = desk.take(without("ssd_cp_visits", 3, two), "--withdraw", desk.folder / "held-2")
    assert [(one["type"], one["revision"], one["withdrawn"]) for one in events] == [("visit_made", 2, True)]
    assert accounts["held"] == []


def test_a_row_that_comes_back_is_no_longer_held(desk: Desk) -> None:
    rows = {**ROWS, "ssd_cp_visits": [{**ROWS["ssd_cp_visits"][0], "cppv_cp_visit_id": f"V-{n}"} for n in range(6)]}
    desk.take(rows)
    desk.take(without("ssd_cp_visits", 3, rows))
    events, accounts = desk.take(rows)
    assert events == []
    assert (accounts["held"], accounts["tables"]["ssd_cp_visits"]["back"]) == ([], 1)


def test_a_row_that_comes_to_stand_under_another_child_is_taken_back_there_and_said_here(desk: Desk) -> None:
    """Two children's records that were one by mistake: a revision may not move an event to another child."""
    desk.take()
    events, _ = desk.take(with_cell("ssd_missing", "miss_person_id", OTHER))
    kinds = sorted((one["type"], one["revision"], one.get("withdrawn", False)) for one in events)
    assert kinds == [
        ("missing_ended", 1, False),
        ("missing_ended", 2, True),
        ("missing_started", 1, False),
        ("missing_started", 2, True),
    ]
    assert len({one["subject_key"] for one in events}) == 2


@pytest.mark.parametrize("share", ["no file", "cut off"])
def test_an_extract_that_is_cut_off_takes_nothing_back(desk: Desk, share: str) -> None:
    rows = {**ROWS, "ssd_cp_visits": [{**ROWS["ssd_cp_visits"][0], "cppv_cp_visit_id": f"V-{n}"} for n in range(20)]}
    desk.take(rows)
    cut = {**rows, "ssd_cp_visits": rows["ssd_cp_visits"][:10]}
    if share == "no file":
        del cut["ssd_cp_visits"]
    events, accounts = desk.take(cut)
    assert (events, accounts["held"], list(accounts["partial"])) == ([], [], ["ssd_cp_visits"])


def test_a_cell_that_is_wrong_is_told_by_line_and_column_and_the_rest_goes_on(desk: Desk) -> None:
    """What was said of that row before stands: nobody can tell what it says now."""
    desk.take()
    wrong = with_cell("ssd_s47_enquiry", "s47e_s47_end_date", "12th of March")
    wrong = with_cell("ssd_contacts", "cont_contact_source_code", "school", wrong)
    events, accounts = desk.take(wrong)
    assert [one["type"] for one in events] == ["contact_outcome"]
    found = {(one["table"], one["column"], one["first_line"]) for one in accounts["problems"]}
    assert found == {("ssd_s47_enquiry", "s47e_s47_end_date", 2), ("ssd_contacts", "cont_contact_source_code", 2)}
    assert "12th of March" not in json.dumps(accounts)


def test_a_purged_child_is_forgotten_and_its_events_are_refused_from_then_on(desk: Desk) -> None:
    desk.take()
    (desk.folder / "purged").write_text(f"{CHILD}\n")
    events, accounts = desk.take(ROWS, "--purged", desk.folder / "purged")
    assert events == []
    assert accounts["tables"]["ssd_cin_episodes"]["purged"] == 2
    events, _ = desk.take(with_cell("ssd_cin_episodes", "cine_referral_date", "2026-03-01"))
    assert events == []


def test_a_zip_is_read_as_a_folder_is(desk: Desk) -> None:
    folder = extract(desk.folder / "extract")
    archive = desk.folder / "extract.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for file in folder.iterdir():
            packed.write(file, f"night/{file.name}")
    assert len(desk.take(archive)[0]) == 13


def test_an_extract_that_lacks_a_column_changes_nothing(desk: Desk) -> None:
    desk.take()
    broken = extract(desk.folder / "broken")
    (broken / "ssd_missing.csv").write_text("miss_table_id\nM-1\n")
    with pytest.raises(UserError, match=r"ssd_missing: its first line lacks miss_person_id.*Nothing was changed"):
        desk.take(broken, good=False)
    assert desk.take()[0] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_view_shows_the_columns_that_are_read_and_no_others(table: str) -> None:
    """As SQL Server reads it."""
    [made] = sqlglot.parse(view(table), read="tsql")
    assert made is not None
    columns = [one.name for one in made.find_all(expressions.Column)]
    assert tuple(columns) == TABLES[table]
    assert (Path(__file__).parents[3] / "deploy" / "ssd_views" / f"heed_{table[4:]}.sql").read_text() == view(table)


DATES = st.sampled_from(["", "2026-03-01", "2026-03-09", "2026-03-17"])
ROW = st.fixed_dictionaries({"start": DATES, "end": DATES})
SNAPSHOTS = st.lists(st.dictionaries(st.sampled_from("abcdef"), ROW, max_size=6), min_size=1, max_size=4)


@given(SNAPSHOTS)
@settings(max_examples=40, deadline=None)
def test_what_has_been_sent_is_what_the_last_extract_says_and_what_is_held(
    tmp_path_factory: pytest.TempPathFactory, snapshots: Sequence[dict[str, dict[str, str]]]
) -> None:
    """Whatever came before: the newest revisions that aren't withdrawn are those of the last extract, and the held."""
    desk = Desk(tmp_path_factory.mktemp("desk"))
    newest: dict[str, Any] = {}
    accounts: Any = {}
    for snapshot in snapshots:
        rows = [
            {"cinp_cin_plan_id": id, "cinp_person_id": CHILD, "cinp_cin_plan_start_date": row["start"],
             "cinp_cin_plan_end_date": row["end"]}
            for id, row in snapshot.items()
        ]  # fmt: skip
        events, accounts = desk.take({"ssd_person": ROWS["ssd_person"], "ssd_cin_plans": rows})
        for event in events:
            assert event["revision"] == newest.get(event["event_id"], {"revision": 0})["revision"] + 1
            newest[event["event_id"]] = event
    alone = Desk(tmp_path_factory.mktemp("alone"))
    last = {"ssd_person": ROWS["ssd_person"], "ssd_cin_plans": rows}
    whole = {one["event_id"]: one for one in alone.take(last)[0]}
    standing = {id: one for id, one in newest.items() if not one.get("withdrawn")}
    if not accounts["partial"]:
        held = {one["event_id"] for one in accounts["held"]}
        assert standing.keys() - held == whole.keys()
        assert all(standing[id]["occurred_at"] == one["occurred_at"] for id, one in whole.items())


def accounted(rows: dict[str, int], partial: str = "", refused: str = "", number: int = 0) -> Accounts:
    found = Accounts(rows=Counter(rows), partial={partial: "cut off"} if partial else {})
    for line in range(number):
        found.refuse(Refused(refused, line, "a column", "allowed: a date"))
    return found


WHOLE = dict.fromkeys(TYPES, 200)


def test_a_feed_is_complete_only_where_every_table_of_a_type_is_whole_and_readable() -> None:
    """Else what is missing may stand in the part that nobody could read, and a rule would find it missing."""
    assert "visit_made" in whole_types(accounted(WHOLE))
    assert "visit_made" not in whole_types(accounted(WHOLE, partial="ssd_cp_visits"))
    assert "visit_made" not in whole_types(accounted({**WHOLE, "ssd_cin_visits": 0}))
    assert "assessment_completed" in whole_types(accounted(WHOLE, refused="ssd_cin_assessments", number=2))
    assert "assessment_completed" not in whole_types(accounted(WHOLE, refused="ssd_cin_assessments", number=3))
    assert "strategy_discussion_held" not in whole_types(accounted(WHOLE))
