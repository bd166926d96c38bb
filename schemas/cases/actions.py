"""Officers' actions on alerts. The inbox writes them (answers: intake); no agency can."""

from typing import Literal

from schemas.base import AreaCode, Contract, EventId, OrganisationId, Revision, SubjectKey, Uuid
from schemas.codes import ClosureCode, OfficerRole
from schemas.times import Instant


class OfficerAction(Contract):
    """An action on the alert `alert_id`, by a role of an agency. `alert_revision` is what the actor had seen.

    `text_id` names a text in `narratives`; no action holds free text.
    """

    type: str
    event_id: EventId
    revision: Revision = 1
    area: AreaCode
    subject_key: SubjectKey
    agency: OrganisationId
    occurred_at: Instant
    alert_id: Uuid
    alert_revision: Revision | None = None
    actor_role: OfficerRole
    text_id: Uuid | None = None


class AlertAcknowledged(OfficerAction):
    """Someone has seen the alert and holds it."""

    type: Literal["alert_acknowledged"] = "alert_acknowledged"


class AlertAssigned(OfficerAction):
    """The alert was given to another role, of another agency where that is named."""

    type: Literal["alert_assigned"] = "alert_assigned"
    to_role: OfficerRole
    to_agency: OrganisationId | None = None


class AlertSnoozed(OfficerAction):
    """The alert sleeps until an instant. Never an S1."""

    type: Literal["alert_snoozed"] = "alert_snoozed"
    until: Instant


class AlertNoted(OfficerAction):
    """A note was added: `text_id`."""

    type: Literal["alert_noted"] = "alert_noted"
    text_id: Uuid


class AlertClosed(OfficerAction):
    """The alert was closed, with a code."""

    type: Literal["alert_closed"] = "alert_closed"
    code: ClosureCode


class AlertReopened(OfficerAction):
    """The alert was opened again."""

    type: Literal["alert_reopened"] = "alert_reopened"


class QuestionAsked(OfficerAction):
    """An officer asked the reporter a question, without learning who that is: `text_id`."""

    type: Literal["question_asked"] = "question_asked"
    question_id: Uuid
    text_id: Uuid


class QuestionAnswered(OfficerAction):
    """The reporter answered through the receipt: `text_id`."""

    type: Literal["question_answered"] = "question_answered"
    question_id: Uuid
    text_id: Uuid
