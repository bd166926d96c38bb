"""An alert in words: what was seen, what has not been recorded here by when, and until when it is to be looked at."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from schemas.alerts import AlertRevision, Finding, SeenEvent
from services.triage.rule_file import RuleText
from services.triage.ruleset import RuleFiles

HEADING = "A prompt to look, from recorded events. Not a finding about any person or team."
ENGLAND = ZoneInfo("Europe/London")
SEEN = 5
"""Events named of each finding; the latest are the ones that matter."""


def rule_texts(files: RuleFiles) -> dict[str, RuleText]:
    """The rules by id."""
    return {rule.id: rule for rule in files.read().values()}


def alert_text(alert: AlertRevision, rules: Mapping[str, RuleText]) -> str:
    """The whole alert, a line a fact. It names events, missing events and clocks; never a person."""
    child = f"{alert.subject_key[:14]}…"
    lines = [f"{alert.severity} {alert.state}: child {child}, {alert.area}, responsible {alert.agency}", HEADING]
    for finding in alert.findings:
        lines += _finding(finding, rules)
    if alert.acknowledge_by is not None:
        lines.append(f"To be acknowledged by {when(alert.acknowledge_by)}.")
    return "\n".join(lines)


def when(at: datetime) -> str:
    """A moment in England, as people write it."""
    return at.astimezone(ENGLAND).strftime("%a %-d %b %Y, %H:%M")


def _finding(finding: Finding, rules: Mapping[str, RuleText]) -> list[str]:
    rule = rules.get(finding.rule)
    lines = [rule.title if rule else finding.rule]
    left_out = len(finding.seen) - SEEN
    lines += [f"  and {left_out} earlier"] if left_out > 0 else []
    lines += [f"  seen: {_event(event)}" for event in finding.seen[-SEEN:]]
    for missing in finding.not_recorded:
        awaited = " or ".join(_words(type) for type in missing.types[:3])
        more = f" or {len(missing.types) - 3} others" if len(missing.types) > 3 else ""
        lines.append(f"  not recorded here by {when(missing.by)}: {awaited}{more}")
    return lines


def _event(event: SeenEvent) -> str:
    by = f", by {event.agency}" if event.agency else ", by a person"
    return f"{_words(event.type)}, {when(event.at)}{by}"


def _words(type: str) -> str:
    return type.replace("_", " ")
