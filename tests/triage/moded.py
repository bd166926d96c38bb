"""Settings of triage with modes and budgets of a test's own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from schemas.alerts import AlertRevision
from schemas.notices import OPERATOR_NOTICE, OperatorNotice
from schemas.rule_modes import RuleSetting
from services.streaming.records import Output
from services.triage.configured import Settings, settings
from services.triage.ruleset import RuleFiles, packaged
from tests.triage.logs import AGENCIES, CONFIGURATION, LIVE, event

NAMES = ("referral_undecided", "no_strategy_after_high_harm", "child_voice_not_progressed")
FILES = RuleFiles({f"{name}.toml": packaged().files[f"{name}.toml"] for name in NAMES})
UNDECIDED, HIGH_HARM = NAMES[:2]
COUNCIL = AGENCIES[LIVE]


def active(rule: str, on: date = date(2026, 1, 5), *, a_week: float = 50, agency: str = COUNCIL) -> RuleSetting:
    """A rule goes active for an agency."""
    said = {"approved_by": "partnership_lead", "approved_on": on, "alerts_a_week": a_week}
    return RuleSetting.model_validate({"id": rule, "mode": "active", "agencies": [agency], **said})


def built(*said: RuleSetting, officers: int = 1, files: RuleFiles = FILES) -> Settings:
    """Settings with these modes, and feeds that may be quiet. Everyone else's rules are in shadow."""
    agencies = tuple(one.model_copy(update={"officers": officers}) for one in CONFIGURATION.agencies)
    found = settings(CONFIGURATION.model_copy(update={"rules": said, "agencies": agencies}), files)
    quiet = {area: tuple(replace(feed, rhythm=None) for feed in feeds) for area, feeds in found.feeds.items()}
    return replace(found, feeds=quiet)


def referral(at: datetime, child: int, **fields: object) -> bytes:
    """A referral that nobody decides: an S3 at the end of the next working day."""
    said: dict[str, Any] = {"id": f"r{child}", "child": child, "source": "2A", **fields}
    return event("referral_received", at, **said)


def notices(outputs: Sequence[Output]) -> list[OperatorNotice]:
    """What operators are told."""
    return [OPERATOR_NOTICE.validate_json(one.value or b"") for one in outputs if one.topic == "operator-notices"]


def modes(found: Sequence[AlertRevision]) -> list[tuple[int, str, str]]:
    """Child, severity and mode of each revision but escalations."""
    return [(int(one.subject_key[3:], 16), one.severity, one.mode) for one in found if one.change != "escalated"]
