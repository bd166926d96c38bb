"""The two halves of an incident report, each made without the other. Pure."""

from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from schemas.cases import IncidentReported
from schemas.codes import AbuseCategory, AgeBand, Harm, HarmLevel, HarmPotential, Overlooked
from schemas.reports import IncidentReport
from services.intake.api_reports import BESIDE, SentReport
from services.intake.organisations import Organisations
from services.intake.small_units import place_of, role_of

_RISING: Final = ("none", "low", "moderate", "severe", "fatal")
_GRAVER: Final[tuple[AbuseCategory, ...]] = ("SAB", "PHY")
"""Categories on which the severity of an alert hangs (rule 1 of the domain)."""


class NamedChild(BaseModel):
    """A child by pseudonym, as the protection half needs it."""

    model_config = ConfigDict(frozen=True)

    subject_key: str
    responsible_agency: str
    age_band: AgeBand | None


class Harmed(BaseModel):
    """What the protection half says of harm."""

    model_config = ConfigDict(frozen=True)

    harm_potential: HarmPotential
    harm_actual: HarmLevel
    overlooked: Overlooked
    harm_categories: tuple[AbuseCategory, ...]


NOT_TOLD: Final = Harmed(
    harm_potential="not_known", harm_actual="not_known", overlooked="not_known", harm_categories=()
)
"""The half of every report that gives no ground on which a rule acts."""


def learning_half(
    sent: SentReport, report_id: str, agency: str | None, today: date, organisations: Organisations
) -> IncidentReport:
    """The report without child and choice, under a unit that is large enough: the area where `agency` is None.

    Raises `ValidationError`.
    """
    values: dict[str, Any] = {name: value for name, value in sent if name not in BESIDE}
    kept_agency, kept_team = place_of(organisations, agency, sent.team)
    values |= {"report_id": report_id, "agency": kept_agency, "team": kept_team}
    values |= {"reporter_role": role_of(sent.reporter_role), "reported_on": sent.reported_on or today}
    return IncidentReport.model_validate(values)


def harmed(sent: SentReport) -> Harmed:
    """What officers' rules read of the harm, and no more: whatever both halves say helps to find the one by the other.

    Of potential harm only that it was likely, of actual harm moderate or severe (fatal too is severe); that harm was
    overlooked only with one of these; a category only with both, and only if the severity hangs on it. All else that a
    report can say is one and the same `not_known`: 21 different halves in all.
    """
    harm = NOT_TOLD.model_copy(update={"harm_potential": _potential(sent), "harm_actual": _actual(sent)})
    overlooked = harm != NOT_TOLD and sent.overlooked == "yes"
    grave = [code for code in _GRAVER if overlooked and code in sent.harm_categories]
    return harm.model_copy(
        update={"overlooked": "yes" if overlooked else "not_known", "harm_categories": tuple(grave[:1])}
    )


def _potential(sent: SentReport) -> HarmPotential:
    return "likely" if sent.harm_potential == "likely" else "not_known"


def _actual(sent: SentReport) -> HarmLevel:
    actual = worse(sent.harm_actual_physical, sent.harm_actual_psychological)
    if actual in ("severe", "fatal"):
        return "severe"
    return "moderate" if actual == "moderate" else "not_known"


def worse(physical: Harm | None, psychological: Harm | None) -> HarmLevel:
    """The worse of the two; `none` only where both are known to be none."""
    known = [harm for harm in (physical, psychological) if harm in _RISING]
    worst = max(known, key=_RISING.index, default="not_known")
    return "not_known" if worst == "none" and len(known) < 2 else worst  # type: ignore[return-value]


def protection_half(
    event_id: str, revision: int, area: str, day: date, child: NamedChild, harm: Harmed
) -> IncidentReported:
    """The record that officers' rules read. `day` is the day of the report, which all reports of a day share.

    The day of the incident would tell the halves of one report from the others.
    """
    return IncidentReported(
        event_id=event_id,
        revision=revision,
        area=area,
        occurred_on=day,
        **dict(child),
        **dict(harm),
    )
