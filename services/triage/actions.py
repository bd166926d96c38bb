"""What officers do with an alert. Pure."""

from typing import NamedTuple

from schemas.alerts import AlertRevision, Because
from schemas.cases import (
    AlertAcknowledged,
    AlertAssigned,
    AlertClosed,
    AlertNoted,
    AlertReopened,
    AlertSnoozed,
    OfficerAction,
    QuestionAsked,
)
from schemas.codes import Refusal
from services.triage.alerts import ENDED
from services.triage.calendar import instant, moment
from services.triage.clocks import awaited, called
from services.triage.configured import Settings

Made = dict[str, object]
STILL: Made = {"acknowledge_by": None, "decide_by": None, "snoozed_until": None}
"""No clock runs."""


class Around(NamedTuple):
    """Whether another alert of the child has not ended, and whether a rule finds anything."""

    other: bool
    found: bool


def acted(alert: AlertRevision, action: OfficerAction, settings: Settings, now: int, around: Around) -> AlertRevision:
    """The revision that an action makes. What the state no longer allows changes nothing but says so."""
    refusal = _refusal(alert, action, now, around)
    made = _made(alert, action, settings, now) if refusal is None else {"change": "refused"}
    fixed: Made = {
        "revision": alert.revision + 1,
        "because": _because(action, refusal),
        "engine": settings.engine,
        "log_time": moment(now),
    }
    return alert.model_copy(update=fixed | made)


def _refusal(alert: AlertRevision, action: OfficerAction, now: int, around: Around) -> Refusal | None:
    match action:
        case AlertReopened():
            return _no_reopening(alert, around)
        case AlertAcknowledged() | AlertAssigned() | AlertSnoozed() | AlertClosed() if alert.state in ENDED:
            return "ended"
        case AlertAcknowledged():
            return None if alert.state == "open" else "not_awaited"
        case AlertSnoozed():
            return _no_snooze(alert, action, now)
        case _:
            return "ended" if alert.state == "merged" else None


def _no_reopening(alert: AlertRevision, around: Around) -> Refusal | None:
    if alert.state != "closed":
        return "not_closed"
    return "not_the_latest" if around.other else None if around.found else "nothing_left"


def _no_snooze(alert: AlertRevision, action: AlertSnoozed, now: int) -> Refusal | None:
    if alert.severity == "S1":
        return "snooze_of_s1"
    return "snooze_in_the_past" if instant(action.until) <= now else None


def _made(alert: AlertRevision, action: OfficerAction, settings: Settings, now: int) -> Made:
    match action:
        case AlertAcknowledged():
            by = awaited(settings, "decide", alert.severity, now)
            held: Made = {"assigned_to": action.actor_role, "decide_by": by}
            return {**STILL, "state": "acknowledged", "change": "acknowledged", **held}
        case AlertAssigned():
            return {"change": "assigned", "assigned_to": action.to_role, "assigned_agency": action.to_agency}
        case AlertSnoozed():
            return {**STILL, "state": "snoozed", "change": "snoozed", "snoozed_until": action.until}
        case AlertClosed():
            return {**STILL, "state": "closed", "change": "closed", "closure_code": action.code}
        case AlertReopened():
            by = called(alert, settings, now)
            return {"state": "open", "change": "reopened", "closure_code": None, "acknowledge_by": by}
        case AlertNoted():
            return {"change": "noted"}
        case QuestionAsked():
            return {"change": "asked"}
        case _:
            return {"change": "answered"}


def _because(action: OfficerAction, refusal: Refusal | None) -> Because:
    return Because(
        cause="action",
        type=action.type,
        event_id=action.event_id,
        agency=action.agency,
        at=action.occurred_at,
        actor_role=action.actor_role,
        code=refusal or (action.code if isinstance(action, AlertClosed) else None),
    )
