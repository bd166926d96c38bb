"""What an agency may send as an incident report: the learning half, and beside it the child and a choice."""

from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal

from pydantic import Field, TypeAdapter

from schemas.base import AreaCode, Contract, OrganisationId, Revision
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
from schemas.crossfield import Broken
from schemas.sets import CodeSet, SetOf, SomeOf
from schemas.times import Day
from services.intake.api_child import ReportedChild

Route = Literal["learning_only", "usual_officers", "independent_route"]

ROUTES: Final[dict[Route, str]] = {
    "learning_only": "nobody will look at this child because of the report",
    "usual_officers": "the officers who usually read alerts of the responsible agency",
    "independent_route": "the partnership's designated person",
}
FREE_TEXT: Final = ("narrative", "what_went_well", "suggestion")
FAMILY: Final = frozenset({"child", "parent", "carer", "wider_family"})
"""Reporters whose report a trained person reads before anything is passed on."""
FAMILY_REFUSED: Final = (
    "isn't passed on by itself from a child, parent, carer or wider family: a trained person reads such a report "
    "first. Leave child out; the form for people takes it, and the local front door a referral"
)


INDEPENDENT_REFUSED: Final = (
    "independent_route is taken by the form for people, where the partnership's designated person reads it first: here "
    "choose usual_officers or learning_only"
)
FREE_TEXT_REFUSED: Final = "is taken by the form for people only, where it is reduced and read in time; leave it out"


class SentReport(Contract):
    """An incident report as it is sent. Its id follows from the agency and the `Idempotency-Key`.

    `agency` is the key's own where left out; `reported_on` today. `narrative`, `what_went_well` and `suggestion` are
    known and refused. `child` goes with a `route` other than `learning_only`, and never onto the learning lane.
    """

    revision: Revision = 1
    withdrawn: bool = False
    area: AreaCode
    agency: OrganisationId | None = None
    team: OrganisationId | None = None
    occurred_precision: ReportPrecision
    occurred_on: Day | None = None
    reported_on: Day | None = None
    incident_class: IncidentClass
    prevented_by: PreventedBy | None = None
    harm_actual_physical: Harm | None = None
    harm_actual_psychological: Harm | None = None
    harm_potential: HarmPotential
    overlooked: Overlooked
    overlooked_at: JourneyStage | None = None
    journey_stage: JourneyStage
    harm_categories: SetOf[ReportAbuseCategory] = ()
    assessment_factors: Annotated[tuple[ReportAssessmentFactor, ...], CodeSet(renamed=RETIRED_FACTORS)] = ()
    factors: SetOf[ContributoryFactor] = ()
    failure_layers: SomeOf[FailureLayer] = ("not_yet_known",)
    reporter_role: ReporterRole | None = None
    route: Route | None = None
    child: ReportedChild | None = None
    narrative: Any = Field(default=None, exclude=True, repr=False)
    what_went_well: Any = Field(default=None, exclude=True, repr=False)
    suggestion: Any = Field(default=None, exclude=True, repr=False)


def envelope_rules(sent: SentReport) -> Iterator[Broken]:
    """Every rule that the report breaks beside its learning half's own."""
    for name in FREE_TEXT:
        if getattr(sent, name) is not None:
            yield Broken(name, FREE_TEXT_REFUSED)
    yield from _choice(sent)


def _choice(sent: SentReport) -> Iterator[Broken]:
    """A child is taken only with the reporter's choice to pass it on, and not while nobody could read it first."""
    passing_on = sent.route not in (None, "learning_only")
    if sent.route == "independent_route":
        yield Broken("route", INDEPENDENT_REFUSED)
    if sent.child is not None and not passing_on:
        yield Broken("child", "leave it out where the reporter chose learning_only, or no route")
    elif sent.child is not None and sent.reporter_role in FAMILY:
        yield Broken("child", FAMILY_REFUSED)
    elif sent.child is None and passing_on and sent.revision == 1 and not sent.withdrawn:
        yield Broken("child", f"is required where route is {sent.route}; else choose learning_only")
    if sent.revision > 1 and sent.reported_on is None:
        yield Broken("reported_on", "is required in an amendment: the day that the first revision gave")


SENT_REPORT: Final[TypeAdapter[SentReport]] = TypeAdapter(SentReport)
BESIDE: Final = frozenset({"route", "child", *FREE_TEXT})
"""What is beside the learning half."""
