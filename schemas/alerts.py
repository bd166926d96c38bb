"""Alerts: every revision on `alert-revisions`, the last of each on `alerts`. Nothing in them names a person."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from schemas.base import AreaCode, Code, Contract, EventId, OrganisationId, Revision, SubjectKey, Uuid
from schemas.codes import AlertChange, AlertState, Cause, OfficerRole, Reliability, RuleMode, Severity
from schemas.times import Instant

EventType = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]


class SeenEvent(Contract):
    """An event that a rule saw. `agency` is left out where the event is a person's report."""

    type: EventType
    event_id: EventId
    agency: OrganisationId | None = None
    at: Instant


class NotRecorded(Contract):
    """What has not been recorded: one of `types`, by the instant `by`."""

    types: Annotated[tuple[EventType, ...], Field(min_length=1, max_length=64)]
    by: Instant


class Finding(Contract):
    """A rule holds: what it saw and what it has not seen recorded. `closes` is left out while it has no end.

    `part` is which part of the rule, left out where it has only one. `rule_version` is the hash of the rule;
    `anchor_at` and `anchor_event` are what its clock runs from. `mode` is left out where the rule is active; in shadow
    the finding pages nobody, whatever alert it is in.
    """

    rule: Code
    part: Code | None = None
    rule_version: Annotated[str, Field(pattern=r"^[0-9a-f]{8,64}$")]
    anchor_event: EventId
    anchor_agency: OrganisationId | None = None
    anchor_at: Instant
    opens: Instant
    closes: Instant | None = None
    severity: Severity
    seen: Annotated[tuple[SeenEvent, ...], Field(max_length=1_000)] = ()
    not_recorded: Annotated[tuple[NotRecorded, ...], Field(max_length=64)] = ()
    reliability: Reliability = "complete"
    mode: RuleMode | None = None


class Because(Contract):
    """What caused a revision. Each kind fills what it has: the event or action, the deadline's instant, the rule."""

    cause: Cause
    type: EventType | None = None
    event_id: EventId | None = None
    agency: OrganisationId | None = None
    at: Instant | None = None
    rule: Code | None = None
    actor_role: OfficerRole | None = None
    code: Code | None = None


class AlertRevision(Contract):
    """One revision of the alert of a child. At most one alert of a child is open at a time.

    `agency` is the one responsible. `acknowledge_by` and `decide_by` are left out where nothing is awaited.
    `merged_into` names the alert with which one that is `merged` was joined.
    `engine` is the hash of code and configuration that decided; `log_time` the log's time at which it did.
    """

    type: Literal["alert_revision"] = "alert_revision"
    alert_id: Uuid
    revision: Revision
    area: AreaCode
    agency: OrganisationId
    subject_key: SubjectKey
    state: AlertState
    severity: Severity
    change: AlertChange
    because: Because
    findings: Annotated[tuple[Finding, ...], Field(max_length=256)] = ()
    acknowledge_by: Instant | None = None
    decide_by: Instant | None = None
    snoozed_until: Instant | None = None
    assigned_to: OfficerRole | None = None
    assigned_agency: OrganisationId | None = None
    closure_code: Code | None = None
    merged_into: Uuid | None = None
    mode: RuleMode
    from_history: bool = False
    engine: Annotated[str, Field(pattern=r"^[0-9a-f]{8,64}$")]
    log_time: Instant


ALERT_REVISION: Final[TypeAdapter[AlertRevision]] = TypeAdapter(AlertRevision)
