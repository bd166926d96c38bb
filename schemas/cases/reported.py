"""The protection half of an incident report, written by intake only."""

from datetime import UTC, datetime, time
from typing import Literal

from schemas.base import AreaCode, Contract, OrganisationId, Revision, SubjectKey, Uuid
from schemas.codes import AbuseCategory, AgeBand, HarmLevel, HarmPotential, Overlooked, Precision
from schemas.sets import SetOf
from schemas.times import Day


class IncidentReported(Contract):
    """A person reported an incident with this child. Nothing joins it to the report: a random id, no team, no time.

    The properties give what an ordinary event has as a field.
    """

    type: Literal["incident_reported"] = "incident_reported"
    event_id: Uuid
    revision: Revision
    withdrawn: bool = False
    area: AreaCode
    subject_key: SubjectKey
    responsible_agency: OrganisationId
    occurred_on: Day
    age_band: AgeBand | None = None
    harm_potential: HarmPotential
    harm_actual: HarmLevel
    overlooked: Overlooked
    harm_categories: SetOf[AbuseCategory] = ()

    @property
    def occurred_at(self) -> datetime:
        """Midnight UTC that begins the day: of the same date in England, in summer and in winter."""
        return datetime.combine(self.occurred_on, time(), UTC)

    @property
    def occurred_precision(self) -> Precision:
        return "day"

    @property
    def family_key(self) -> None:
        return None

    @property
    def agency(self) -> None:
        return None

    @property
    def team(self) -> None:
        return None
