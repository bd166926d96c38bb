"""What was seen or told of harm."""

from typing import Literal

from schemas.cases.common import About, CaseEvent
from schemas.codes import AbuseCategory, Signal, YesNoUnknown
from schemas.sets import SetOf
from schemas.times import Instant


class InjuryObserved(CaseEvent):
    """An injury was seen. `mobile`: whether the child moves independently (a disabled child may not)."""

    type: Literal["injury_observed"] = "injury_observed"
    mobile: YesNoUnknown
    explained: YesNoUnknown | None = None
    paediatric_opinion: bool | None = None
    multi_agency_discussion: bool | None = None
    signals: SetOf[Signal] = ()


class DomesticAbuseNotified(CaseEvent):
    """The police notified domestic abuse in the household."""

    type: Literal["domestic_abuse_notified"] = "domestic_abuse_notified"


class RemovedFromSchoolRoll(CaseEvent):
    """The child's name was taken off a school's roll. Home education is no suspicion."""

    type: Literal["removed_from_school_roll"] = "removed_from_school_roll"


class RiskAdultContact(CaseEvent):
    """An adult known to pose a risk has contact with the child."""

    type: Literal["risk_adult_contact"] = "risk_adult_contact"


class ChildDisclosed(CaseEvent):
    """The child told of abuse. `harm_categories`: of what kind, as far as it is known."""

    type: Literal["child_disclosed"] = "child_disclosed"
    harm_categories: SetOf[AbuseCategory] = ()
    signals: SetOf[Signal] = ()


class DisclosureRetracted(About):
    """The child took back what it had told. `about_event` is the disclosure."""

    type: Literal["disclosure_retracted"] = "disclosure_retracted"


class SeriousIncident(CaseEvent):
    """Section 16C, Children Act 2004: abuse or neglect known or suspected, and the child died or was seriously harmed.

    `aware_at`: when the local authority became aware; its clock starts there, or at `recorded_at` where it is left out.
    """

    type: Literal["serious_incident"] = "serious_incident"
    aware_at: Instant | None = None
    child_died: bool | None = None
    looked_after: bool | None = None


class SeriousIncidentNotified(About):
    """The local authority notified the Panel. `about_event` is the serious incident."""

    type: Literal["serious_incident_notified"] = "serious_incident_notified"
