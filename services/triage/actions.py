"""What officers do with an alert. Pure."""

from schemas.alerts import AlertRevision, Because
from schemas.cases import AlertAcknowledged
from services.triage.alerts import awaited
from services.triage.calendar import moment
from services.triage.configured import Settings


def acknowledge(alert: AlertRevision, action: AlertAcknowledged, now: int, settings: Settings) -> AlertRevision | None:
    """The revision that an officer's acknowledgement makes; None where the alert doesn't wait for one."""
    if alert.state != "open":
        return None
    because = Because(
        cause="action",
        type=action.type,
        event_id=action.event_id,
        agency=action.agency,
        at=action.occurred_at,
        actor_role=action.actor_role,
    )
    made: dict[str, object] = {
        "revision": alert.revision + 1,
        "state": "acknowledged",
        "change": "acknowledged",
        "because": because,
        "acknowledge_by": None,
        "decide_by": awaited(settings, "decide", alert.severity, now),
        "engine": settings.engine,
        "log_time": moment(now),
    }
    return alert.model_copy(update=made)
