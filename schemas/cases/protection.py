"""Strategy discussions, section 47 enquiries, conferences and child protection plans."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.cases.common import CaseEvent, Seen
from schemas.codes import AbuseCategory, Section47Outcome

PlanCount = Annotated[int, Field(ge=0, le=100)]
"""A number of earlier child protection plans."""


class StrategyDiscussionHeld(CaseEvent):
    """A strategy discussion. Where only a section 47 start is held, its date is the discussion's: then `derived`."""

    type: Literal["strategy_discussion_held"] = "strategy_discussion_held"


class Section47Started(CaseEvent):
    """An enquiry under section 47 of the Children Act 1989 began."""

    type: Literal["section_47_started"] = "section_47_started"


class Section47Ended(Seen):
    """An enquiry under section 47 ended."""

    type: Literal["section_47_ended"] = "section_47_ended"
    outcome: Section47Outcome | None = None
    icpc_required: bool | None = None


class IcpcHeld(CaseEvent):
    """An initial child protection conference, or a transfer-in conference."""

    type: Literal["icpc_held"] = "icpc_held"
    category: AbuseCategory | None = None
    previous_plans: PlanCount | None = None
    transfer_in: bool = False


class CpPlanStarted(CaseEvent):
    """A child protection plan began, under the category of abuse."""

    type: Literal["cp_plan_started"] = "cp_plan_started"
    category: AbuseCategory | None = None
    previous_plans: PlanCount | None = None


class CpPlanEnded(CaseEvent):
    """A child protection plan ended. `category` is the latest."""

    type: Literal["cp_plan_ended"] = "cp_plan_ended"
    category: AbuseCategory | None = None


class CpReviewHeld(CaseEvent):
    """A child protection review conference."""

    type: Literal["cp_review_held"] = "cp_review_held"
    category: AbuseCategory | None = None


class CoreGroupHeld(CaseEvent):
    """A core group met."""

    type: Literal["core_group_held"] = "core_group_held"
