"""The protection lane: every record of the topic `cases`, a union tagged by `type`."""

from typing import Annotated, Final, get_args

from pydantic import Field, TypeAdapter

from schemas.base import Contract
from schemas.cases.actions import (
    AlertAcknowledged,
    AlertAssigned,
    AlertClosed,
    AlertNoted,
    AlertReopened,
    AlertSnoozed,
    OfficerAction,
    QuestionAnswered,
    QuestionAsked,
)
from schemas.cases.between import DisagreementRaised, DisagreementResolved, FeedbackGiven
from schemas.cases.common import About, CaseEvent, Seen
from schemas.cases.contact import (
    AppointmentAttended,
    MissingEnded,
    MissingStarted,
    ReturnInterviewHeld,
    VisitMade,
    VisitNotEffected,
    WasNotBrought,
)
from schemas.cases.controls import Clock, FeedCompleteTo, RulesChanged
from schemas.cases.corrections import Correction, EventMoved, EventReference, SubjectMerged, SubjectSplit
from schemas.cases.front_door import (
    ConcernRaised,
    ContactOutcome,
    Decision,
    FamilyConcernRaised,
    ReferralDecided,
    ReferralReceived,
)
from schemas.cases.harm import (
    ChildDisclosed,
    DisclosureRetracted,
    DomesticAbuseNotified,
    InjuryObserved,
    RemovedFromSchoolRoll,
    RiskAdultContact,
    SeriousIncident,
    SeriousIncidentNotified,
)
from schemas.cases.protection import (
    CoreGroupHeld,
    CpPlanEnded,
    CpPlanStarted,
    CpReviewHeld,
    IcpcHeld,
    Section47Ended,
    Section47Started,
    StrategyDiscussionHeld,
)
from schemas.cases.reported import IncidentReported
from schemas.cases.services import (
    Assessment,
    AssessmentCompleted,
    AssessmentStarted,
    CaseTransferred,
    CinPlanEnded,
    CinPlanStarted,
    EpisodeClosed,
    FamilyHelpPlanEnded,
    FamilyHelpPlanStarted,
    SteppedDown,
    TransferAcknowledged,
)

Observation = (
    ConcernRaised
    | ContactOutcome
    | ReferralReceived
    | ReferralDecided
    | AssessmentStarted
    | AssessmentCompleted
    | StrategyDiscussionHeld
    | Section47Started
    | Section47Ended
    | IcpcHeld
    | CpPlanStarted
    | CpPlanEnded
    | CpReviewHeld
    | CoreGroupHeld
    | CinPlanStarted
    | CinPlanEnded
    | EpisodeClosed
    | FamilyHelpPlanStarted
    | FamilyHelpPlanEnded
    | VisitMade
    | VisitNotEffected
    | WasNotBrought
    | MissingStarted
    | MissingEnded
    | ReturnInterviewHeld
    | InjuryObserved
    | DomesticAbuseNotified
    | RemovedFromSchoolRoll
    | RiskAdultContact
    | ChildDisclosed
    | DisclosureRetracted
    | FamilyConcernRaised
    | CaseTransferred
    | TransferAcknowledged
    | SteppedDown
    | DisagreementRaised
    | DisagreementResolved
    | FeedbackGiven
    | AppointmentAttended
    | SeriousIncident
    | SeriousIncidentNotified
)
"""What agencies record about a child: the 41 types that a feed may carry."""

Corrections = EventMoved | SubjectMerged | SubjectSplit

Actions = (
    AlertAcknowledged
    | AlertAssigned
    | AlertSnoozed
    | AlertNoted
    | AlertClosed
    | AlertReopened
    | QuestionAsked
    | QuestionAnswered
)

Controls = Clock | RulesChanged | FeedCompleteTo

AgencyEvent = Observation | Corrections
CaseRecord = Observation | Corrections | IncidentReported | Actions | Controls

AGENCY_EVENT: Final[TypeAdapter[AgencyEvent]] = TypeAdapter(Annotated[AgencyEvent, Field(discriminator="type")])
"""What an agency may send: no control record, no officer's action, no `incident_reported`."""

CASE_RECORD: Final[TypeAdapter[CaseRecord]] = TypeAdapter(Annotated[CaseRecord, Field(discriminator="type")])
"""What lies on the topic `cases`."""


def _by_type(union: object) -> dict[str, type[Contract]]:
    return {model.model_fields["type"].default: model for model in get_args(union)}


CLASSES: Final[dict[str, type[Contract]]] = _by_type(CaseRecord)
"""The model of each type of record."""
FEED_TYPES: Final[frozenset[str]] = frozenset(_by_type(Observation))
CORRECTION_TYPES: Final[frozenset[str]] = frozenset(_by_type(Corrections))
AGENCY_EVENT_TYPES: Final[frozenset[str]] = FEED_TYPES | CORRECTION_TYPES
AGENCY_CLASSES: Final[dict[str, type[CaseEvent]]] = {
    name: model for name, model in CLASSES.items() if issubclass(model, CaseEvent)
}
"""The models of what an agency may send."""
ACTION_TYPES: Final[frozenset[str]] = frozenset(_by_type(Actions))
CONTROL_TYPES: Final[frozenset[str]] = frozenset(_by_type(Controls))


def record_key(record: CaseRecord, partition: int) -> str:
    """The key on `cases`: the child's pseudonym, or what a control record is about. The partition is a clock's."""
    if isinstance(record, Clock):
        return f"clock:{partition}"
    if isinstance(record, RulesChanged):
        return f"rules:{record.area}"
    if isinstance(record, FeedCompleteTo):
        return f"feed:{record.agency}:{record.source}"
    return record.subject_key


__all__ = [
    "ACTION_TYPES",
    "AGENCY_CLASSES",
    "AGENCY_EVENT",
    "AGENCY_EVENT_TYPES",
    "CASE_RECORD",
    "CLASSES",
    "CONTROL_TYPES",
    "CORRECTION_TYPES",
    "FEED_TYPES",
    "About",
    "Actions",
    "AgencyEvent",
    "AlertAcknowledged",
    "AlertAssigned",
    "AlertClosed",
    "AlertNoted",
    "AlertReopened",
    "AlertSnoozed",
    "AppointmentAttended",
    "Assessment",
    "AssessmentCompleted",
    "AssessmentStarted",
    "CaseEvent",
    "CaseRecord",
    "CaseTransferred",
    "ChildDisclosed",
    "CinPlanEnded",
    "CinPlanStarted",
    "Clock",
    "ConcernRaised",
    "ContactOutcome",
    "Controls",
    "CoreGroupHeld",
    "Correction",
    "Corrections",
    "CpPlanEnded",
    "CpPlanStarted",
    "CpReviewHeld",
    "Decision",
    "DisagreementRaised",
    "DisagreementResolved",
    "DisclosureRetracted",
    "DomesticAbuseNotified",
    "EpisodeClosed",
    "EventMoved",
    "EventReference",
    "FamilyConcernRaised",
    "FamilyHelpPlanEnded",
    "FamilyHelpPlanStarted",
    "FeedCompleteTo",
    "FeedbackGiven",
    "IcpcHeld",
    "IncidentReported",
    "InjuryObserved",
    "MissingEnded",
    "MissingStarted",
    "Observation",
    "OfficerAction",
    "QuestionAnswered",
    "QuestionAsked",
    "ReferralDecided",
    "ReferralReceived",
    "RemovedFromSchoolRoll",
    "ReturnInterviewHeld",
    "RiskAdultContact",
    "RulesChanged",
    "Section47Ended",
    "Section47Started",
    "Seen",
    "SeriousIncident",
    "SeriousIncidentNotified",
    "SteppedDown",
    "StrategyDiscussionHeld",
    "SubjectMerged",
    "SubjectSplit",
    "TransferAcknowledged",
    "VisitMade",
    "VisitNotEffected",
    "WasNotBrought",
    "record_key",
]
