"""Concerns, contacts and referrals."""

from typing import Literal

from schemas.cases.common import About, CaseEvent
from schemas.codes import Check, ConcernLevel, Outcome, PrimaryNeed, ReferralSource, Signal
from schemas.sets import SetOf, SomeOf


class ConcernRaised(CaseEvent):
    """Someone told of a concern for the child. `level` is left out where the sender doesn't grade."""

    type: Literal["concern_raised"] = "concern_raised"
    source: ReferralSource
    level: ConcernLevel | None = None
    signals: SetOf[Signal] = ()


class FamilyConcernRaised(CaseEvent):
    """The child's family told of a concern."""

    type: Literal["family_concern_raised"] = "family_concern_raised"
    source: ReferralSource | None = None
    signals: SetOf[Signal] = ()


class ReferralReceived(CaseEvent):
    """A referral arrived. `priority` is how urgently it was ranked."""

    type: Literal["referral_received"] = "referral_received"
    source: ReferralSource
    primary_need: PrimaryNeed | None = None
    priority: ConcernLevel | None = None


class Decision(About):
    """What was decided on a contact or referral. `outcomes` is a set: the local mapping of the dataset's flags.

    `checks_done` is left out where the system doesn't hold checks; empty where it does and none was done.
    """

    source: ReferralSource | None = None
    outcomes: SomeOf[Outcome]
    primary_need: PrimaryNeed | None = None
    priority: ConcernLevel | None = None
    previous_priority: ConcernLevel | None = None
    checks_done: SetOf[Check] | None = None


class ContactOutcome(Decision):
    """What a contact came to."""

    type: Literal["contact_outcome"] = "contact_outcome"


class ReferralDecided(Decision):
    """What a referral came to. `about_event` is the referral."""

    type: Literal["referral_decided"] = "referral_decided"
