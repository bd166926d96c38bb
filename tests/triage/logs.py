"""Logs of `cases` for the tests of triage: short ways to write records, and generated histories."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from schemas.alerts import ALERT_REVISION, AlertRevision
from schemas.base import encode
from schemas.cases import CASE_RECORD
from schemas.configuration import load_configuration
from services.streaming.records import Output, Record
from services.streaming.testing import fold_log
from services.triage.configured import Settings, settings
from services.triage.fold import Triage
from services.triage.ruleset import RuleFiles, packaged

CONFIGURATION = load_configuration(Path(__file__).parents[2] / "deploy" / "heed.toml")
NAMES = ("assessment_overdue", "no_strategy_after_high_harm", "overlooked_harm_declared", "repeat_nfa")
CORE = RuleFiles({f"{name}.toml": packaged().files[f"{name}.toml"] for name in NAMES})
"""Few of the packaged rules: what is told of the engine must not change with each rule that joins."""
LISTENING = settings(CONFIGURATION, CORE)
MODES = {name: LISTENING.rulebooks[CORE.hash].by_id[name].modes for name in NAMES}
"""The demo's settings, with these rules."""
BUILT = replace(
    LISTENING,
    feeds={area: tuple(replace(feed, rhythm=None) for feed in feeds) for area, feeds in LISTENING.feeds.items()},
)
"""The same with feeds that may be quiet for as long as they like."""
LIVE, NIGHTLY = "E06000901", "E06000906"
AGENCIES = {LIVE: "aldermere-childrens-services", NIGHTLY: "brackwater-childrens-services"}
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""A Monday."""


def subject(number: int) -> str:
    """A child's pseudonym."""
    return f"k1:{number:064x}"


def ms(moment: datetime) -> int:
    """Unix milliseconds."""
    return round(moment.timestamp() * 1000)


def make_fold() -> Triage:
    """Triage with the demo's configuration."""
    return Triage(BUILT)


def event(kind: str, at: datetime, *, id: str = "e1", area: str = LIVE, child: int = 1, **fields: object) -> bytes:
    """An agency's event; by default at a known minute, recorded at once."""
    common: dict[str, object] = {
        "type": kind,
        "event_id": id,
        "revision": 1,
        "area": area,
        "subject_key": subject(child),
        "agency": AGENCIES[area],
        "responsible_agency": AGENCIES[area],
        "occurred_at": at,
        "occurred_precision": "minute",
        "recorded_at": at,
    }
    return encode(CASE_RECORD.validate_python(common | fields))


def correction(kind: str, to: int, *, id: str = "c1", at: datetime = START, **fields: object) -> bytes:
    """A correction of a child's key to that of the child `to`."""
    return event(kind, at, id=id, **{"to_subject_key": subject(to), **fields})  # type: ignore[arg-type]


def concern(at: datetime, **fields: object) -> bytes:
    """A critical concern."""
    found: dict[str, Any] = {"source": "2A", "level": "critical", **fields}
    return event("concern_raised", at, **found)


def complete(area: str, to: datetime, *types: str, source: str = "case-management") -> bytes:
    """A feed says how far it is complete."""
    found = {"type": "feed_complete_to", "area": area, "agency": AGENCIES[area], "source": source}
    return encode(CASE_RECORD.validate_python(found | {"types": types, "complete_to": to}))


def clock(at: datetime) -> bytes:
    """Time has passed."""
    return encode(CASE_RECORD.validate_python({"type": "clock", "time": at}))


def log(*entries: tuple[datetime, bytes], headers: Mapping[str, bytes] | None = None) -> list[Record]:
    """Records at these times of the log."""
    kept = tuple((headers or {}).items())
    return [Record("cases", 0, number, ms(at), None, value, kept, ms(at)) for number, (at, value) in enumerate(entries)]


def run(
    records: Sequence[Record],
    splits: Sequence[int] = (),
    db_path: Path | None = None,
    built: Settings = BUILT,
    kept: int = 0,
) -> list[Output]:
    """All outputs of the fold, which by default keeps no child in memory from one batch to the next."""
    return fold_log(lambda: Triage(built, kept), records, splits, db_path=db_path)


def revisions(outputs: Sequence[Output]) -> list[AlertRevision]:
    """The alert revisions among outputs, in order."""
    return [ALERT_REVISION.validate_json(one.value or b"") for one in outputs if one.topic == "alert-revisions"]


def told(outputs: Sequence[Output]) -> list[AlertRevision]:
    """The revisions that findings and officers make: those of an alert's own clocks are left out."""
    return [one for one in revisions(outputs) if one.change != "escalated"]


def story(records: Sequence[Record]) -> list[tuple[str, str, str]]:
    """What happened, as (change, severity, state) in order, but for escalations."""
    return [(one.change, one.severity, one.state) for one in told(run(records))]


def after(hours: float = 0, **more: float) -> datetime:
    """A moment after the start."""
    return START + timedelta(hours=hours, **more)
