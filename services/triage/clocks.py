"""The clocks of an alert itself: to acknowledge, to decide, to wake up. Pure."""

from datetime import datetime
from typing import Final, Literal

from schemas.alerts import AlertRevision, Because
from schemas.codes import OfficerRole, Severity
from services.triage.calendar import instant, moment
from services.triage.configured import Settings

NEXT: Final[dict[OfficerRole | None, OfficerRole]] = {None: "duty_manager", "officer": "duty_manager"}
"""Who is asked when whoever holds an alert hasn't acknowledged or decided it in time; after the duty manager nobody."""

Clock = Literal["acknowledge", "decide"]


def awaited(settings: Settings, clock: Clock, severity: Severity, now: int) -> datetime | None:
    """When an alert must have been acknowledged, or decided, from now on; None for what needs neither."""
    limit = settings.acknowledge(severity) if clock == "acknowledge" else settings.decide(severity)
    return None if limit is None else moment(limit.between(now, now, settings.calendar))


def called(alert: AlertRevision, settings: Settings, now: int) -> datetime | None:
    """When an alert must have been acknowledged that calls someone now. What pages nobody has no such clock."""
    pages = alert.mode == "active" and not alert.from_history
    return awaited(settings, "acknowledge", alert.severity, now) if pages else None


def running(alert: AlertRevision) -> int | None:
    """The instant at which the alert's own clock fires next, or None."""
    by = _clock(alert)
    return None if by is None else instant(by)


def fired(alert: AlertRevision, settings: Settings, now: int) -> AlertRevision | None:
    """The revision that the alert's clock makes at `now`; None where it hasn't come yet."""
    by = _clock(alert)
    if by is None or instant(by) > now:
        return None
    made = _woken(alert, by, settings, now) if alert.state == "snoozed" else _escalated(alert, by, settings, now)
    fixed: dict[str, object] = {"revision": alert.revision + 1, "engine": settings.engine, "log_time": moment(now)}
    return alert.model_copy(update=fixed | made)


def _clock(alert: AlertRevision) -> datetime | None:
    if alert.state == "snoozed":
        return alert.snoozed_until
    if alert.assigned_to not in NEXT:
        return None
    return {"open": alert.acknowledge_by, "acknowledged": alert.decide_by}.get(alert.state)


def _woken(alert: AlertRevision, by: datetime, settings: Settings, now: int) -> dict[str, object]:
    return {
        "state": "open",
        "change": "snooze_ended",
        "because": Because(cause="deadline", at=by),
        "snoozed_until": None,
        "acknowledge_by": called(alert, settings, now),
    }


def _escalated(alert: AlertRevision, by: datetime, settings: Settings, now: int) -> dict[str, object]:
    """What is undecided escalates as if it were unacknowledged: the next one must acknowledge it."""
    code = "unacknowledged" if alert.state == "open" else "undecided"
    return {
        "state": "open",
        "change": "escalated",
        "because": Because(cause="deadline", at=by, code=code),
        "assigned_to": NEXT[alert.assigned_to],
        "assigned_agency": None,
        "acknowledge_by": called(alert, settings, now),
        "decide_by": None,
    }
