"""What becomes of each value in a census file: every one has exactly one fate, so that none is dropped in silence."""

from dataclasses import dataclass
from typing import Final

CaseEventDict = dict[str, object]
"""A case event as an agency posts it: JSON values only."""


@dataclass(frozen=True, slots=True)
class Made:
    """A case event made from the value at `path`."""

    path: str
    line: int
    event: CaseEventDict


@dataclass(frozen=True, slots=True)
class Problem:
    """A value that is refused, and why. `counts` is false of one that is missing, or that `goes` all the same.

    `message` names what is allowed, and what was found unless that could identify a child.
    """

    path: str
    line: int
    message: str
    reason: str
    """The same for all problems of the kind: what the reconciliation adds up."""
    counts: bool = True
    goes: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """A value that goes into an event or a key made from another one."""

    path: str
    line: int
    how: str


@dataclass(frozen=True, slots=True)
class Left:
    """A value that isn't imported, and why."""

    path: str
    line: int
    why: str


Outcome = Made | Problem | Used | Left

MAKES: Final[dict[str, tuple[str, ...]]] = {
    "CINdetails/CINreferralDate": ("referral_received",),
    "CINdetails/ReferralNFA": ("referral_decided",),
    "CINdetails/Assessments/AssessmentActualStartDate": ("assessment_started",),
    "CINdetails/Assessments/AssessmentAuthorisationDate": ("assessment_completed",),
    "CINdetails/Section47/S47ActualStartDate": ("section_47_started", "strategy_discussion_held"),
    "CINdetails/Section47/DateOfInitialCPC": ("icpc_held",),
    "CINdetails/DateOfInitialCPC": ("icpc_held",),
    "CINdetails/CINclosureDate": ("episode_closed",),
    "CINdetails/CINPlanDates/CINPlanStartDate": ("cin_plan_started",),
    "CINdetails/CINPlanDates/CINPlanEndDate": ("cin_plan_ended",),
    "CINdetails/ChildProtectionPlans/CPPstartDate": ("cp_plan_started",),
    "CINdetails/ChildProtectionPlans/CPPendDate": ("cp_plan_ended",),
    "CINdetails/ChildProtectionPlans/Reviews/CPPreviewDate": ("cp_review_held",),
}
"""The elements that give events, and the types of those."""

CARRIED: Final = frozenset(
    {
        "CINdetails/PrimaryNeedCode",
        "CINdetails/ReferralSource",
        "CINdetails/ReasonForClosure",
        "CINdetails/ChildProtectionPlans/InitialCategoryOfAbuse",
        "CINdetails/ChildProtectionPlans/NumberOfPreviousCPP",
    }
)
"""The elements that go with an event made from another one, once each."""

LEFT: Final[dict[str, str]] = {
    "ChildIdentifiers/UPN": "identifies the child: not read",
    "ChildIdentifiers/FormerUPN": "identifies the child: not read",
    "ChildIdentifiers/UPNunknown": "identifies the child: not read",
    "ChildIdentifiers/GenderCurrent": "no rule uses it: not read",
    "ChildIdentifiers/Sex": "no rule uses it: not read",
    "ChildCharacteristics/Ethnicity": "no rule uses it: not read",
    "ChildCharacteristics/Disabilities/Disability": "no rule uses it: not read",
    "CINdetails/Assessments/AssessmentInternalReviewDate": "a planned date, not something that happened",
    "CINdetails/Section47/ICPCnotRequired": "belongs to the enquiry's end, for which a census has no date",
    "CINdetails/Section47/InitialCPCtarget": "a planned date, not something that happened",
    "CINdetails/ChildProtectionPlans/CPPID": "the authority's own number of the plan: not read",
}
"""The elements of the census that give nothing, and why."""
UNKNOWN: Final = "not an element of the census that this adapter knows"

WHOLE: Final = frozenset(
    {
        "referral_received",
        "assessment_started",
        "assessment_completed",
        "section_47_started",
        "icpc_held",
        "episode_closed",
        "cin_plan_started",
        "cin_plan_ended",
        "cp_plan_started",
        "cp_plan_ended",
        "cp_review_held",
    }
)
"""The types of which a census holds every one. Not among them: `strategy_discussion_held` (only those that led to a
section 47 are in it) and, where a referral went further, `referral_decided` (only no further action is)."""
