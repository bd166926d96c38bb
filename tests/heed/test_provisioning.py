"""What `heed up` appends: what the log doesn't say yet, and nothing else."""

from pathlib import Path

from schemas.cases import CASE_RECORD, RulesChanged
from schemas.configuration import Configuration, load_configuration
from schemas.reports import REPORT_RECORD, TeamChanged
from schemas.rules import RULES_PUBLISHED
from services.heed.provisioning import DAY_MS, rules_changes, rules_record, team_changes
from services.streaming.partitions import partition_of
from services.triage.ruleset import packaged

NOW_MS = 1_774_000_123_456
CONFIGURATION: Configuration = load_configuration(Path(__file__).parents[2] / "deploy" / "heed.toml")
AREAS = {area.code for area in CONFIGURATION.areas}


def test_published_rules_hold_every_file_under_their_hash() -> None:
    rules = packaged()
    record = RULES_PUBLISHED.validate_json(rules_record(rules, NOW_MS).value or b"")
    assert record.rules == rules.hash
    assert {f"{one.name}.toml": one.content.encode() for one in record.files} == dict(rules.files)


def test_an_area_is_told_of_other_rules_on_its_own_partition() -> None:
    told = rules_changes(CONFIGURATION, "a" * 64, {"E06000901": "a" * 64, "E06000906": "b" * 64}, 4, NOW_MS)
    (record,) = [CASE_RECORD.validate_json(one.value or b"") for one in told]
    assert isinstance(record, RulesChanged)
    assert (record.area, record.rules) == ("E06000906", "a" * 64)
    assert (told[0].key, told[0].partition) == (b"rules:E06000906", partition_of("E06000906", 4))


def test_every_team_is_told_once_and_not_again() -> None:
    told = team_changes(CONFIGURATION, [], 4, NOW_MS)
    records = [REPORT_RECORD.validate_json(one.value or b"") for one in told]
    teams = [one for one in records if isinstance(one, TeamChanged)]
    assert {(one.area, one.team) for one in teams} == {(one.area, one.id) for one in CONFIGURATION.teams}
    assert team_changes(CONFIGURATION, teams, 4, NOW_MS) == []


def test_a_team_that_grew_is_told_alone_and_only_to_the_day() -> None:
    teams = [REPORT_RECORD.validate_json(one.value or b"") for one in team_changes(CONFIGURATION, [], 4, NOW_MS)]
    before = [one for one in teams if isinstance(one, TeamChanged)]
    before[3] = before[3].model_copy(update={"headcount": before[3].headcount + 1})
    (told,) = team_changes(CONFIGURATION, before, 4, NOW_MS)
    assert told.key == f"team:{before[3].team}".encode()
    assert told.timestamp % DAY_MS == 0
