"""What a cluster must hold before the services start: packaged rules, each area and team as configured. Pure."""

from collections.abc import Iterable
from datetime import UTC, datetime

from schemas.base import encode
from schemas.cases import RulesChanged
from schemas.cases import record_key as case_key
from schemas.configuration import Configuration
from schemas.reports import TeamChanged
from schemas.reports import record_key as report_key
from schemas.rules import RuleFile, RulesPublished
from services.streaming import cloudevents
from services.streaming.partitions import partition_of
from services.streaming.records import Output, Place
from services.triage.ruleset import RuleFiles

DAY_MS = 24 * 60 * 60 * 1000


def rules_record(rules: RuleFiles, now_ms: int) -> Output:
    """The set of rules for the topic `rules`."""
    files = tuple(
        RuleFile(name=name.removesuffix(".toml"), content=text.decode()) for name, text in rules.files.items()
    )
    published = RulesPublished(rules=rules.hash, files=files, published_at=_instant(now_ms))
    return _output("rules", 0, rules.hash, encode(published), "heed.rules_published", now_ms)


def rules_changes(
    configuration: Configuration, rules: str, current: dict[str, str], partitions: int, now_ms: int
) -> list[Output]:
    """A `rules_changed` for each area that does not work by `rules` yet. `current` is each area's hash in the log."""
    areas = [area.code for area in configuration.areas if current.get(area.code) != rules]
    return [_rules_changed(area, rules, partition_of(area, partitions), now_ms) for area in areas]


def team_changes(
    configuration: Configuration, current: Iterable[TeamChanged], partitions: int, now_ms: int
) -> list[Output]:
    """A `team_changed` for each team that the log doesn't know so. Its time is the day's: this lane's finest."""
    known = {(said.area, said.team): (said.agency, said.name, said.headcount) for said in current}
    day_ms = now_ms // DAY_MS * DAY_MS
    changed = [
        TeamChanged(
            area=team.area,
            agency=team.agency,
            team=team.id,
            name=team.name,
            headcount=team.headcount,
            from_day=_instant(day_ms).date(),
        )
        for team in configuration.teams
        if known.get((team.area, team.id)) != (team.agency, team.name, team.headcount)
    ]
    return [
        _output(
            "incident-reports",
            partition_of(one.area, partitions),
            report_key(one),
            encode(one),
            f"heed.{one.type}",
            day_ms,
        )
        for one in changed
    ]


def _rules_changed(area: str, rules: str, partition: int, now_ms: int) -> Output:
    record = RulesChanged(type="rules_changed", area=area, rules=rules)
    return _output("cases", partition, case_key(record, partition), encode(record), "heed.rules_changed", now_ms)


def _output(topic: str, partition: int, key: str, value: bytes, type: str, time_ms: int) -> Output:
    headers = cloudevents.headers(
        id=f"up/{key}/{time_ms}",
        type=type,
        source="/heed/up",
        time_ms=time_ms,
        dataschema=cloudevents.dataschema(topic),
    )
    return Output(Place(0, 0), topic, partition, key.encode(), value, time_ms, headers)


def _instant(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
