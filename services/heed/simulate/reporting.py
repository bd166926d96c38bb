"""A planted report: a practitioner of children's services, with the child, for the usual officers."""

from datetime import datetime
from typing import Any

from services.heed.simulate.child import Child
from services.heed.simulate.entries import ReportEntry


def report(child: Child, when: datetime, idempotency: str, **answers: Any) -> ReportEntry:
    """Moderate harm that was overlooked, unless the answers say otherwise."""
    place = child.place
    team = child.dice.choice(place.teams[place.responsible.id])
    body = {
        "revision": 1,
        "area": place.area.code,
        "agency": place.responsible.id,
        "team": team.id,
        "occurred_on": str(when.date()),
        "occurred_precision": "day",
        "reported_on": str(when.date()),
        "incident_class": "harm",
        "harm_actual_physical": "moderate",
        "harm_actual_psychological": "low",
        "harm_potential": "possible",
        "overlooked": "yes",
        "journey_stage": "referral",
        "harm_categories": ["NEG"],
        "factors": ["partial_picture"],
        "failure_layers": ["active", "latent_interagency"],
        "reporter_role": "practitioner",
        "route": "usual_officers",
        "child": named(child, when),
        **answers,
    }
    entry = ReportEntry(when, place.responsible.id, body, idempotency)
    child.entries.append(entry)
    return entry


def take_back(child: Child, entry: ReportEntry, when: datetime) -> None:
    """The reporter withdraws the report. Its other half is withdrawn with it."""
    body = {**entry.body, "revision": 2, "withdrawn": True}
    child.entries.append(ReportEntry(when, entry.agency, body, entry.idempotency))


def named(child: Child, when: datetime) -> dict[str, str]:
    """The child of a report, by its pseudonym."""
    responsible = child.place.responsible.id
    return {"subject_key": child.key, "responsible_agency": responsible, "age_band": child.band(when.date())}
