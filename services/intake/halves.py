"""The two halves of an incident report, each made without the other. Pure."""

from datetime import date
from typing import Any, Final

from pydantic import BaseModel, ConfigDict

from schemas.cases import IncidentReported
from schemas.codes import ABUSE_CATEGORIES, AbuseCategory, AgeBand, Harm, HarmLevel, HarmPotential, Overlooked
from schemas.reports import IncidentReport
from services.intake.api_reports import BESIDE, SentReport
from services.intake.organisations import Organisations
from services.intake.small_units import place_of, role_of

_RISING: Final = ("none", "low", "moderate", "severe", "fatal")


class NamedChild(BaseModel):
    """A child by pseudonym, as the protection half needs it."""

    model_config = ConfigDict(frozen=True)

    subject_key: str
    responsible_agency: str
    age_band: AgeBand | None


class Harmed(BaseModel):
    """What the protection half says of harm: the same codes as the report's, as coarse as officers need."""

    model_config = ConfigDict(frozen=True)

    harm_potential: HarmPotential
    harm_actual: HarmLevel
    overlooked: Overlooked
    harm_categories: tuple[AbuseCategory, ...]


def learning_half(
    sent: SentReport, report_id: str, agency: str, today: date, organisations: Organisations
) -> IncidentReport:
    """The report without child and choice, under a unit that is large enough. Raises `ValidationError`."""
    values: dict[str, Any] = {name: value for name, value in sent if name not in BESIDE}
    kept_agency, kept_team = place_of(organisations, agency, sent.team)
    values |= {"report_id": report_id, "agency": kept_agency, "team": kept_team}
    values |= {"reporter_role": role_of(sent.reporter_role), "reported_on": sent.reported_on or today}
    return IncidentReport.model_validate(values)


def harmed(sent: SentReport) -> Harmed:
    """What a report says of harm. `prefer_not_to_say` becomes `not_known`: it would only tell halves apart."""
    return Harmed(
        harm_potential="not_known" if sent.harm_potential == "prefer_not_to_say" else sent.harm_potential,
        harm_actual=worse(sent.harm_actual_physical, sent.harm_actual_psychological),
        overlooked="not_known" if sent.overlooked == "prefer_not_to_say" else sent.overlooked,
        harm_categories=tuple(code for code in ABUSE_CATEGORIES if code in sent.harm_categories),
    )


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
