"""Visits, appointments and missing episodes: when the child was seen, and when not."""

from typing import Literal

from schemas.cases.common import CaseEvent, Seen
from schemas.codes import VisitReason


class VisitMade(Seen):
    """A visit was made."""

    type: Literal["visit_made"] = "visit_made"


class VisitNotEffected(CaseEvent):
    """A visit was tried, or due, and not made."""

    type: Literal["visit_not_effected"] = "visit_not_effected"
    reason: VisitReason | None = None


class AppointmentAttended(Seen):
    """The child was brought to an appointment."""

    type: Literal["appointment_attended"] = "appointment_attended"


class WasNotBrought(CaseEvent):
    """The child was not brought to an appointment."""

    type: Literal["was_not_brought"] = "was_not_brought"


class MissingStarted(CaseEvent):
    """The child went missing."""

    type: Literal["missing_started"] = "missing_started"


class MissingEnded(CaseEvent):
    """The child was found or came back."""

    type: Literal["missing_ended"] = "missing_ended"


class ReturnInterviewHeld(CaseEvent):
    """A return home interview was held."""

    type: Literal["return_interview_held"] = "return_interview_held"
