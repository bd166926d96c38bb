"""One open alert per child: what a change of its findings makes of it. Pure."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from schemas.alerts import AlertRevision, Because, Finding
from schemas.codes import AlertChange, AlertState, RuleMode, Severity
from services.triage.calendar import moment
from services.triage.clocks import called
from services.triage.configured import Settings

NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:heed:alert")
ENDED: frozenset[AlertState] = frozenset({"resolved", "withdrawn", "closed", "merged"})

FindingKey = tuple[str, str | None, str | None, str]
"""Rule, part, and agency and id of the anchor event."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A child's findings at `now` (Unix milliseconds of the log's time), and what has just happened.

    `severity` and `mode` mean nothing without findings. `passed`, where there are none: findings whose end has come, by
    time or by an event; others that are gone were withdrawn.
    """

    area: str
    subject_key: str
    agency: str
    findings: tuple[Finding, ...]
    severity: Severity
    passed: frozenset[FindingKey]
    mode: RuleMode
    from_history: bool
    because: Because
    now: int


def key(finding: Finding) -> FindingKey:
    """What makes two findings the same one, before and after."""
    return (finding.rule, finding.part, finding.anchor_agency, finding.anchor_event)


def current(alerts: Mapping[str, AlertRevision]) -> AlertRevision | None:
    """The alert that has not ended; there is at most one, but while several keys of a child are being joined."""
    return next((alert for alert in alerts.values() if alert.state not in ENDED), None)


def advance(alerts: Mapping[str, AlertRevision], situation: Situation, settings: Settings) -> AlertRevision | None:
    """The next revision of the child's alert, or None when nothing has changed. `alerts`: the last revision of each."""
    before = current(alerts)
    if before is None:
        return opened(alerts, situation, settings) if situation.findings else None
    change = change_of(before, situation)
    return None if change is None else revised(before, change, situation, settings)


def opened(alerts: Mapping[str, AlertRevision], situation: Situation, settings: Settings) -> AlertRevision:
    """A new alert, or the one that the same event had opened before."""
    opener = min(situation.findings, key=lambda one: (one.opens, one.anchor_agency or "", one.anchor_event))
    cause = "|".join((situation.area, situation.subject_key, opener.anchor_agency or "", opener.anchor_event))
    alert_id = str(uuid.uuid5(NAMESPACE, cause))
    before = alerts.get(alert_id)
    made = AlertRevision(
        alert_id=alert_id,
        revision=1 if before is None else before.revision + 1,
        area=situation.area,
        agency=situation.agency,
        subject_key=situation.subject_key,
        state="open",
        severity=situation.severity,
        change="opened" if before is None else "reopened",
        because=situation.because,
        findings=situation.findings,
        mode=situation.mode,
        from_history=situation.from_history,
        engine=settings.engine,
        log_time=moment(situation.now),
    )
    return made.model_copy(update={"acknowledge_by": called(made, settings, situation.now)})


def change_of(before: AlertRevision, situation: Situation) -> AlertChange | None:
    """What has happened to an alert, by what matters most to the officer."""
    was, now = {key(one): one for one in before.findings}, {key(one): one for one in situation.findings}
    if not now:
        return "resolved" if situation.passed & was.keys() else "withdrawn"
    before_it, after_it = (_gravity(one.mode, one.severity) for one in (before, situation))
    if before_it != after_it:
        return "raised" if after_it < before_it else "lowered"
    if now.keys() - was.keys():
        return "added"
    if was.keys() - now.keys():
        return "reduced"
    return "updated" if was != now or before.mode != situation.mode else None


def _gravity(mode: RuleMode, severity: Severity) -> tuple[bool, Severity]:
    """Less is graver. Whatever pages is graver than what is in shadow."""
    return mode != "active", severity


def revised(before: AlertRevision, change: AlertChange, situation: Situation, settings: Settings) -> AlertRevision:
    """The revision that a change of the findings makes."""
    made: dict[str, object] = {
        "revision": before.revision + 1,
        "agency": situation.agency,
        "change": change,
        "because": situation.because,
        "findings": situation.findings,
        "engine": settings.engine,
        "log_time": moment(situation.now),
    }
    ends = {"state": change, "acknowledge_by": None, "decide_by": None, "snoozed_until": None}
    if change == "resolved" or change == "withdrawn":
        return before.model_copy(update=made | ends)
    made |= {"severity": situation.severity, "mode": situation.mode, "from_history": situation.from_history}
    after = before.model_copy(update=made)
    return after.model_copy(update=_calls(before, after, settings, situation.now))


def _calls(before: AlertRevision, after: AlertRevision, settings: Settings, now: int) -> dict[str, object]:
    """An alert that rises must be acknowledged again, whatever state it was in; so must one that begins to page."""
    by = called(after, settings, now)
    if after.change == "raised":
        waiting = [at for at in (before.acknowledge_by, by) if at is not None and at > moment(now)]
        soonest = min(waiting, default=None) if by is not None else None
        return {"state": "open", "acknowledge_by": soonest, "decide_by": None, "snoozed_until": None}
    if _pages(before) or not _pages(after):
        return {}
    return {"state": "open", "acknowledge_by": by, "decide_by": None, "snoozed_until": None}


def _pages(alert: AlertRevision) -> bool:
    return alert.mode == "active" and not alert.from_history
