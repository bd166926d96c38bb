"""Assessments, plans of services, closure, and the child's way between them."""

from typing import Annotated, Literal, Self

from pydantic import model_validator

from schemas.base import AreaCode, OrganisationId
from schemas.cases.common import About, CaseEvent, Seen
from schemas.codes import RETIRED_FACTORS, AssessmentFactor, ClosureReason, StepDown
from schemas.crossfield import Broken, refuse
from schemas.sets import SetOf, alone, reading


class Assessment(Seen):
    """An assessment. `assessment_factors` are census codes; the retired 8A, 18A and 19A are read as `8A_legacy` …."""

    assessment_factors: Annotated[SetOf[AssessmentFactor], reading(RETIRED_FACTORS)] = ()

    @model_validator(mode="after")
    def _none_stands_alone(self) -> Self:
        if alone(self.assessment_factors, frozenset({"21"})):
            refuse([Broken("assessment_factors", "21 (no factors identified) can't stand beside another code")])
        return self


class AssessmentStarted(Assessment):
    """An assessment began."""

    type: Literal["assessment_started"] = "assessment_started"


class AssessmentCompleted(Assessment):
    """An assessment was completed."""

    type: Literal["assessment_completed"] = "assessment_completed"


class CinPlanStarted(CaseEvent):
    """A child in need plan began."""

    type: Literal["cin_plan_started"] = "cin_plan_started"


class CinPlanEnded(Seen):
    """A child in need plan ended."""

    type: Literal["cin_plan_ended"] = "cin_plan_ended"
    reason: ClosureReason | None = None


class FamilyHelpPlanStarted(CaseEvent):
    """A family help plan began. It is no step-down."""

    type: Literal["family_help_plan_started"] = "family_help_plan_started"


class FamilyHelpPlanEnded(CaseEvent):
    """A family help plan ended."""

    type: Literal["family_help_plan_ended"] = "family_help_plan_ended"


class EpisodeClosed(Seen):
    """The episode of need was closed, with the census reason."""

    type: Literal["episode_closed"] = "episode_closed"
    reason: ClosureReason


class SteppedDown(CaseEvent):
    """The child's help was stepped down."""

    type: Literal["stepped_down"] = "stepped_down"
    stepped_from: StepDown | None = None
    stepped_to: StepDown | None = None


class CaseTransferred(CaseEvent):
    """The case was handed to another area, agency or team, as far as it is known."""

    type: Literal["case_transferred"] = "case_transferred"
    to_area: AreaCode | None = None
    to_agency: OrganisationId | None = None
    to_team: OrganisationId | None = None


class TransferAcknowledged(About):
    """The receiver took the case. `about_event` is the transfer."""

    type: Literal["transfer_acknowledged"] = "transfer_acknowledged"
