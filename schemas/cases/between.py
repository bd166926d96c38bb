"""What passes between professionals: disagreement and feedback."""

from typing import Literal

from schemas.base import OrganisationId
from schemas.cases.common import About
from schemas.codes import ReferralSource


class DisagreementRaised(About):
    """A professional disagreement was raised, about an event where one is named."""

    type: Literal["disagreement_raised"] = "disagreement_raised"
    with_agency: OrganisationId | None = None


class DisagreementResolved(About):
    """A professional disagreement was resolved. `about_event` is its raising."""

    type: Literal["disagreement_resolved"] = "disagreement_resolved"


class FeedbackGiven(About):
    """A referrer was told what came of it. `about_event` is the referral or contact."""

    type: Literal["feedback_given"] = "feedback_given"
    to_source: ReferralSource | None = None
    to_agency: OrganisationId | None = None
