"""The learning lane: incident reports on the topic `incident-reports`, and what becomes of teams.

No field can hold a person, a child, a time of day or free text: only codes, organisations of the configuration, dates,
whole numbers and yes or no. Each code is in words in `schemas.codes`.
"""

from datetime import date, timedelta
from typing import Annotated, Final, Literal, Self

from pydantic import Field, TypeAdapter, model_validator

from schemas.base import AreaCode, Contract, OrganisationId, Revision, Title, Uuid
from schemas.codes import (
    RETIRED_FACTORS,
    ContributoryFactor,
    FailureLayer,
    Harm,
    HarmPotential,
    IncidentClass,
    JourneyStage,
    Overlooked,
    PreventedBy,
    ReportAbuseCategory,
    ReportAssessmentFactor,
    ReporterRole,
    ReportPrecision,
)
from schemas.crossfield import refuse
from schemas.report_rules import broken_rules
from schemas.sets import SetOf, SomeOf, reading
from schemas.times import Day


def start_of(day: date, precision: ReportPrecision) -> date:
    """The day as coarse as its precision: the Monday of its week, the first of its month, or itself."""
    if precision == "week":
        return max(day - timedelta(days=day.weekday()), date.min)
    return day.replace(day=1) if precision == "month" else day


class IncidentReport(Contract):
    """One revision of a report of what went wrong, almost did, or went well. The highest revision holds.

    A question that wasn't asked is left out. A revision with `withdrawn` is a whole report that no longer counts.
    `agency` is left out for a report kept under the partnership, `team` for one kept under its agency, `reporter_role`
    where fewer than 10 people hold the role.
    """

    type: Literal["incident_report"] = "incident_report"
    report_id: Uuid
    revision: Revision
    withdrawn: bool = False
    area: AreaCode
    agency: OrganisationId | None = None
    team: OrganisationId | None = None
    occurred_precision: ReportPrecision
    occurred_on: Day | None = None
    reported_on: Day
    incident_class: IncidentClass
    prevented_by: PreventedBy | None = None
    harm_actual_physical: Harm | None = None
    harm_actual_psychological: Harm | None = None
    harm_potential: HarmPotential
    overlooked: Overlooked
    overlooked_at: JourneyStage | None = None
    journey_stage: JourneyStage
    harm_categories: SetOf[ReportAbuseCategory] = ()
    assessment_factors: Annotated[SetOf[ReportAssessmentFactor], reading(RETIRED_FACTORS)] = ()
    factors: SetOf[ContributoryFactor] = ()
    failure_layers: SomeOf[FailureLayer] = ("not_yet_known",)
    reporter_role: ReporterRole | None = None

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.occurred_on and self.occurred_precision in ("week", "month"):
            # Not finer than the reporter meant. The record is still being made, so that this changes no frozen one.
            self.__dict__["occurred_on"] = start_of(self.occurred_on, self.occurred_precision)
        broken = broken_rules(self)
        if broken:
            refuse(broken)
        return self

    @property
    def day(self) -> date:
        """The day that it counts on: when it occurred, or when it was reported where that isn't known."""
        return self.occurred_on or self.reported_on


class TeamChanged(Contract):
    """A team was named, moved to an agency, or changed its headcount, from a day on. Written from the configuration."""

    type: Literal["team_changed"] = "team_changed"
    area: AreaCode
    agency: OrganisationId
    team: OrganisationId
    name: Title
    headcount: Annotated[int, Field(ge=0, le=100_000)]
    from_day: Day


ReportRecord = Annotated[IncidentReport | TeamChanged, Field(discriminator="type")]
"""What lies on `incident-reports`."""

REPORT_RECORD: Final[TypeAdapter[IncidentReport | TeamChanged]] = TypeAdapter(ReportRecord)


def record_key(record: IncidentReport | TeamChanged) -> str:
    """The key on `incident-reports`: a report's id, or `team:` and the team."""
    return record.report_id if isinstance(record, IncidentReport) else f"team:{record.team}"
