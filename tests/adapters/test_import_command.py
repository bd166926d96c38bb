"""`heed import cin`: to a file without keys, to intake with them, and accounts that balance."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from schemas.cases import AGENCY_EVENT
from services.heed.cli import app
from services.heed.importing.keys import DEMO_KEY, sender_of
from services.heed.importing.run import run_import
from services.heed.importing.trips import ToIntake, Wanted
from services.intake.adapters.cin import Problem
from services.intake.area_keys import ensure_area_key
from services.intake.keys import ensure_demo_keys
from tests.adapters.census import FAKE, census, child, episode, head
from tests.cluster import Cluster
from tests.intake.world import serving
from tests.simulate.logs import CONFIGURATION

fake_file = pytest.mark.skipif(not FAKE.exists(), reason=f"{FAKE.name} isn't beside this repository")


def run(census_file: Path, folder: Path, *more: str) -> Result:
    """The command, writing to files in the folder."""
    files = ["--to", str(folder / "events.ndjson"), "--json", str(folder / "accounts.json")]
    return CliRunner().invoke(app, ["import", "cin", str(census_file), *files, *more])


def accounts(folder: Path) -> dict[str, Any]:
    """The reconciliation."""
    found: dict[str, Any] = json.loads((folder / "accounts.json").read_text())
    return found


def events(folder: Path) -> Iterator[dict[str, Any]]:
    """The events written."""
    return map(json.loads, (folder / "events.ndjson").read_text().splitlines())


@fake_file
def test_the_sample_census_is_accounted_for_to_the_last_value(tmp_path: Path) -> None:
    """332 children, 402 referrals, all without further action, 252 closures, 350 conferences; some after its date."""
    result = run(FAKE, tmp_path)
    assert result.exit_code == 0, result.output
    rows = {(row["element"].split("/")[-1], row["event"]): row for row in accounts(tmp_path)["rows"]}
    numbers = {
        event: (row["in_file"], row["sent"], row["accepted"], row["refused"])
        for (_, event), row in rows.items()
        if event
    }
    assert numbers == {
        "referral_received": (402, 394, 394, 8),
        "referral_decided": (402, 394, 394, 8),
        "icpc_held": (350, 344, 344, 6),
        "episode_closed": (252, 243, 243, 9),
    }
    assert rows["LAchildID", ""]["in_file"] == 332
    assert accounts(tmp_path)["unaccounted"] == {}
    assert "332 children" in result.output
    assert "Every value is accounted for." in result.output


@fake_file
def test_the_sample_census_gives_valid_events_in_which_no_child_can_be_found(tmp_path: Path) -> None:
    """Neither ids nor dates of birth, in the events or on the screen; every event is one that an agency may send."""
    result = run(FAKE, tmp_path, "--problems", str(tmp_path / "problems"))
    written = (tmp_path / "events.ndjson").read_text()
    for text in (written, result.output, (tmp_path / "problems").read_text(), json.dumps(accounts(tmp_path))):
        assert "RND000" not in text
    found = [AGENCY_EVENT.validate_json(line) for line in written.splitlines()]
    assert len(found) == 394 + 394 + 344 + 243
    assert {one.occurred_precision for one in found} == {"day"}


def test_without_keys_the_events_go_to_a_file_under_the_demos_key(tmp_path: Path) -> None:
    """The area is that of the file's LEA number; `--area` says otherwise."""
    file = tmp_path / "census.xml"
    file.write_bytes(census(child(episode()), header=head(lea="992")))
    run(file, tmp_path)
    [event] = events(tmp_path)
    assert event["area"] == "E06000906"
    assert event["subject_key"] == sender_of(CONFIGURATION, "E06000906", DEMO_KEY).key_of("C-1001")
    run(file, tmp_path, "--area", "E06000901")
    assert next(events(tmp_path))["area"] == "E06000901"
    file.write_bytes(census(child(episode()), header=head(lea="975")))
    run(file, tmp_path)
    assert next(events(tmp_path))["area"] == CONFIGURATION.areas[0].code


def test_a_file_that_breaks_off_ends_with_1_and_keeps_what_was_before(tmp_path: Path) -> None:
    """And nothing is called complete."""
    file = tmp_path / "census.xml"
    whole = census(child(episode()), child(episode(), id="C-2"))
    file.write_bytes(whole[: whole.rindex(b"<ReferralSource>")])
    result = run(file, tmp_path)
    assert result.exit_code == 1
    assert "Ended early: line" in result.output
    assert len(list(events(tmp_path))) == 1
    assert accounts(tmp_path)["complete_to"] == {}


def test_every_problem_can_be_written_to_a_file(tmp_path: Path) -> None:
    """With its line, element and words."""
    file = tmp_path / "census.xml"
    file.write_bytes(census(*[child(episode("1 June"), id=f"C-{number}") for number in range(40)]))
    result = run(file, tmp_path, "--problems", str(tmp_path / "problems"))
    written = (tmp_path / "problems").read_text().splitlines()
    assert result.exit_code == 0
    assert len([line for line in written if "CINreferralDate: found a value of 6 characters" in line]) == 40
    assert "more; --problems FILE writes all of them" in result.output


async def test_a_census_goes_through_intake_as_history_and_a_second_time_changes_nothing(cluster: Cluster) -> None:
    """Events in Kafka with the history header, then how far the feed is complete; the accounts balance both times."""
    whole = episode(
        CINclosureDate="2025-09-30",
        ReasonForClosure="RC8",
        Assessments={"AssessmentActualStartDate": "2025-06-03", "AssessmentAuthorisationDate": "2025-07-01"},
        Section47={"S47ActualStartDate": "2025-06-05", "DateOfInitialCPC": "2025-06-24"},
    )
    file = census(*[child(whole, id=f"C-{number}") for number in range(30)])
    async with serving(CONFIGURATION, cluster.settings) as served:
        keys = cluster.settings.state_dir / "keys"
        configured = CONFIGURATION.model_copy(
            update={"keys": CONFIGURATION.keys.model_copy(update={"directory": keys})}
        )
        async with httpx.AsyncClient(transport=served.transport, base_url="http://intake") as client:
            done = [await _import(file, configured, client) for _ in range(2)]
    records = await cluster.read("cases")
    said = [json.loads(record.value or b"") for record in records]
    sent = [one for one in said if one["type"] != "feed_complete_to"]
    assert len(sent) == 30 * 7
    assert {record.header("history") for record, one in zip(records, said, strict=True) if one in sent} == {b"1"}
    [complete] = [one for one in said if one["type"] == "feed_complete_to"]
    assert datetime.fromisoformat(complete["complete_to"]) == datetime(2026, 3, 31, 23, tzinfo=UTC)
    assert set(complete["types"]) == {
        "referral_received", "assessment_started", "assessment_completed", "section_47_started", "icpc_held",
        "episode_closed",
    }  # fmt: skip
    assert [one.sound for one in done] == [True, True]
    assert [one.tally.repeated for one in done] == [0, 30 * 7]


async def _import(file: bytes, configured: Any, client: httpx.AsyncClient) -> Any:
    problems: list[Problem] = []
    return await run_import(io.BytesIO(file), ToIntake(Wanted(configured, "http://intake"), problems.append, client))


def test_the_key_of_a_child_is_the_adapters_and_is_read_from_standard_input(tmp_path: Path) -> None:
    """`heed subject-key` gives what the census gives; the id is not an argument, and a wrong one is not shown."""
    keys = tmp_path / ".heed" / "keys"
    ensure_demo_keys(CONFIGURATION, keys)
    key = ensure_area_key(keys, "E06000901")
    expected = sender_of(CONFIGURATION, "E06000901", key).key_of("C-1001")
    asked = ["--home", str(tmp_path / ".heed"), "subject-key", "--area", "E06000901"]
    result = CliRunner().invoke(app, asked, input="c-1001\n C-1001 \n")
    assert result.stdout.split() == [expected, expected]
    refused = CliRunner().invoke(app, asked, input="~~wrong~~\n")
    assert refused.exit_code != 0
    assert "wrong" not in refused.output
    assert "not shown" in str(refused.exception)
