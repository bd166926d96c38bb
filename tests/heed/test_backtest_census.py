"""From a census to the findings open at the end of a day, by `heed import cin` and `heed backtest`, without Kafka."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.heed.cli import app
from services.heed.importing.keys import DEMO_KEY, sender_of
from tests.adapters.census import Tree, census, child, episode, head
from tests.simulate.logs import CONFIGURATION

# Each day is worked by hand. No working days besides weekends: 25 and 26 December 2025, 1 January, 3 April (Good
# Friday), 6 April (Easter Monday), 4 May (early May) and 25 May (spring) 2026. Working days after the start:
#
# 2 March 2026, a Monday: March 3-6 (4), 9-13 (9), 16-20 (14), 23-27 (19), 30-31 (21); April 1-2 (23), 7-10 (27),
# 13-17 (32), 20-24 (37), 27-30 (41); May 1 (42), 5-7 (45). The 45th is Thursday 7 May.
#
# 3 November 2025, a Monday: November 4-7 (4), 10-14 (9), 17-21 (14), 24-28 (19); December 1-5 (24), 8-12 (29),
# 15-19 (34), 22-24 (37), 29-31 (40); January 2 (41), 5-8 (45). The 45th is Thursday 8 January.
#
# Conferences: 27 March 2026, a Friday: March 30-31 (2); April 1-2 (4), 7-10 (8), 13-17 (13), 20-21 (15). The 15th is
# Tuesday 21 April. 15 December 2025, a Monday: December 16-19 (4), 22-24 (7), 29-31 (10); January 2 (11), 5-8 (15). The
# 15th is Thursday 8 January.
ASSESSMENTS = [
    ("2026-03-02", "2026-05-07", 45, "2026-05-07"),
    ("2026-03-03", "2026-05-07", 44, "2026-05-08"),
    ("2026-02-27", "2026-05-07", 46, "2026-05-06"),
    ("2026-03-01", "2026-05-07", 46, "2026-05-06"),
    ("2025-11-03", "2026-01-08", 45, "2026-01-08"),
    ("2025-11-04", "2026-01-08", 44, "2026-01-09"),
    ("2025-10-31", "2026-01-08", 46, "2026-01-07"),
]
CONFERENCES = [
    ("2026-03-27", "2026-04-21", 15, "2026-04-21"),
    ("2026-03-30", "2026-04-21", 14, None),
    ("2026-03-26", "2026-04-21", 16, "2026-04-20"),
    ("2025-12-15", "2026-01-08", 15, "2026-01-08"),
    ("2025-12-16", "2026-01-08", 14, None),
    ("2025-12-12", "2026-01-08", 16, "2026-01-07"),
]


def listed(folder: Path, as_of: str, *children: Tree) -> list[dict[str, Any]]:
    """What the two commands say of a census of these children."""
    file, events = folder / "census.xml", folder / "events.ndjson"
    file.write_bytes(census(*children, header=head(reference="2026-05-31")))
    assert CliRunner().invoke(app, ["import", "cin", str(file), "--to", str(events)]).exit_code == 0
    result = CliRunner().invoke(app, ["backtest", "--events", str(events), "--as-of", as_of, "--json"])
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def end_of(day: str) -> datetime:
    """The end of a day in England: an hour before UTC's in summer time, which began on 29 March 2026."""
    hour = 23 if "2026-03-29" <= day < "2026-10-25" else 24
    midnight = datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()
    return datetime.fromtimestamp(midnight + hour * 3_600, UTC)


@pytest.mark.parametrize(("started", "as_of", "days", "last"), ASSESSMENTS)
def test_an_assessment_is_breached_when_its_45th_working_day_has_ended(
    started: str, as_of: str, days: int, last: str, tmp_path: Path
) -> None:
    """Over Easter and Christmas: at 44 a warning that names the end of the 45th, from 45 on a breach."""
    going = {"AssessmentActualStartDate": started}
    [found] = listed(tmp_path, as_of, child(episode(started, Assessments=going)))
    key = sender_of(CONFIGURATION, CONFIGURATION.areas[0].code, DEMO_KEY).key_of("C-1001")
    assert (found["rule"], found["subject_key"], found["anchor_date"]) == ("assessment_overdue", key, started)
    assert (found["breach"], found["severity"]) == (days >= 45, "S3")
    assert datetime.fromisoformat(found["deadline"]) == end_of(last)


@pytest.mark.parametrize(("began", "as_of", "days", "last"), CONFERENCES)
def test_a_conference_is_overdue_when_the_15th_working_day_has_ended(
    began: str, as_of: str, days: int, last: str | None, tmp_path: Path
) -> None:
    """Over Easter and Christmas: at 14 nothing, from 15 on a breach."""
    enquiry = {"S47ActualStartDate": began}
    found = [one for one in listed(tmp_path, as_of, child(episode(began, Section47=enquiry))) if "icpc" in one["rule"]]
    assert [(one["rule"], one["breach"], one["severity"]) for one in found] == [("icpc_overdue", True, "S2")] * (
        days > 14
    )
    assert [datetime.fromisoformat(one["deadline"]) for one in found] == ([] if last is None else [end_of(last)])


def test_what_was_completed_by_the_end_of_the_day_is_not_listed_and_what_was_later_is(tmp_path: Path) -> None:
    """An assessment that ended on the 46th working day was open, and breached, at the end of the 45th."""
    going = {"AssessmentActualStartDate": "2026-03-02", "AssessmentAuthorisationDate": "2026-05-08"}
    one = child(episode("2026-03-02", Assessments=going))
    assert [found["breach"] for found in listed(tmp_path, "2026-05-07", one)] == [True]
    assert listed(tmp_path, "2026-05-08", one) == []
    assert [found["breach"] for found in listed(tmp_path, "2026-05-06", one)] == [False]


def test_an_assessment_with_neglect_among_its_factors_is_graver_once_breached(tmp_path: Path) -> None:
    """Factor 16A; before the limit it is the same warning."""
    going = {"AssessmentActualStartDate": "2026-03-02", "FactorsIdentifiedAtAssessment": {"AssessmentFactors": "16A"}}
    one = child(episode("2026-03-02", Assessments=going))
    assert [found["severity"] for found in listed(tmp_path, "2026-05-07", one)] == ["S2"]
    assert [found["severity"] for found in listed(tmp_path, "2026-05-06", one)] == ["S3"]
