"""The alerts of keys that turned out to be one child become one. Pure."""

from collections.abc import Mapping, Sequence

from schemas.alerts import AlertRevision
from services.triage.alerts import ENDED, Situation, change_of, opened, revised
from services.triage.calendar import moment
from services.triage.configured import Settings


def strays(alerts: Mapping[str, AlertRevision], key: str) -> list[AlertRevision]:
    """The alerts that have not ended and stand under another key of the child than `key`, by their ids."""
    found = (one for one in alerts.values() if one.state not in ENDED and one.subject_key != key)
    return sorted(found, key=lambda one: one.alert_id)


def joined(
    alerts: Mapping[str, AlertRevision], left: Sequence[AlertRevision], situation: Situation, settings: Settings
) -> list[AlertRevision]:
    """The revisions that join those that are `left` to the child's own alert, or end all where nothing is found."""
    own = next((one for one in alerts.values() if one.state not in ENDED and one not in left), None)
    if not situation.findings:
        ending = [*left, own] if own is not None else left
        return [revised(one, change_of(one, situation) or "withdrawn", situation, settings) for one in ending]
    target = _opened(alerts, left, situation, settings) if own is None else _widened(own, left, situation, settings)
    return [*(_merged(one, target, situation, settings) for one in left), target]


def _opened(
    alerts: Mapping[str, AlertRevision], left: Sequence[AlertRevision], situation: Situation, settings: Settings
) -> AlertRevision:
    """A new alert under the child's key takes over what officers have done, unless it is graver than what they saw."""
    made = opened(alerts, situation, settings)
    first = min(left, key=lambda one: (_waits_until(one), one.severity, one.alert_id))
    if situation.severity < first.severity:
        return made
    taken = ("state", "acknowledge_by", "decide_by", "snoozed_until", "assigned_to")
    return made.model_copy(update={"change": "moved", **{name: getattr(first, name) for name in taken}})


def _widened(
    own: AlertRevision, left: Sequence[AlertRevision], situation: Situation, settings: Settings
) -> AlertRevision:
    """The child's own alert takes the others in; what somebody still had to acknowledge stays to be acknowledged."""
    made = revised(own, change_of(own, situation) or "updated", situation, settings)
    waiting = [one.acknowledge_by for one in (made, *left) if one.state == "open" and one.acknowledge_by is not None]
    if made.state != "open" and not any(one.state == "open" for one in left):
        return made
    again = {"state": "open", "acknowledge_by": min(waiting, default=None), "decide_by": None, "snoozed_until": None}
    return made.model_copy(update=again)


def _merged(one: AlertRevision, target: AlertRevision, situation: Situation, settings: Settings) -> AlertRevision:
    made: dict[str, object] = {
        "revision": one.revision + 1,
        "state": "merged",
        "change": "merged",
        "because": situation.because,
        "findings": (),
        "acknowledge_by": None,
        "decide_by": None,
        "snoozed_until": None,
        "merged_into": target.alert_id,
        "engine": settings.engine,
        "log_time": moment(situation.now),
    }
    return one.model_copy(update=made)


def _waits_until(one: AlertRevision) -> str:
    """What is to be acknowledged comes first, and first what is to be so soonest."""
    return f"0{one.acknowledge_by}" if one.state == "open" else "1"
