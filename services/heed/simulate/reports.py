"""Incident reports from teams: mostly near misses, as SCIE Report 6 found; some amended, withdrawn or unacceptable."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from services.heed.simulate.calendar import DAY, at, later
from services.heed.simulate.chance import Dice, dice
from services.heed.simulate.child import Child, child_name
from services.heed.simulate.entries import Body, ReportEntry
from services.heed.simulate.reporting import named
from services.heed.simulate.world import Place

AMENDED, WITHDRAWN, TWICE, BAD, WITH_CHILD = 0.06, 0.02, 0.02, 0.01, 0.08
CLASSES: Final = {
    "near_miss_prevented": 36, "near_miss_no_harm": 15, "unsafe_condition": 15, "harm": 10, "good_catch": 13,
    "good_practice": 9, "not_known": 2,
}  # fmt: skip
STOPPED: Final = frozenset({"near_miss_prevented", "good_catch"})
PREVENTED: Final = {
    "practitioner_query": 30, "supervision": 18, "other_agency_challenge": 20, "child_or_family_spoke_up": 12,
    "system_check": 8, "chance": 9, "other": 3,
}  # fmt: skip
STAGES: Final = {
    "referral": 18, "assessment": 20, "contact": 10, "mash_screening": 10, "strategy_discussion": 6, "section_47": 6,
    "icpc": 4, "cp_plan": 6, "core_group": 4, "cin_plan": 6, "transfer": 4, "closure": 3, "missing": 2, "not_known": 1,
}  # fmt: skip
FACTORS: Final = {
    "partial_picture": 24, "case_prioritisation": 18, "decision_elsewhere": 14, "communication": 12, "workload": 10,
    "handover": 7, "recording_or_it": 6, "supervision": 3, "staffing": 3, "policy_or_threshold": 3,
}  # fmt: skip
LAYERS: Final = {"latent_interagency": 30, "latent_organisational": 30, "latent_local": 25, "latent_external": 5}
ROLES: Final = {"practitioner": 62, "manager": 14, "other_agency_professional": 16, "conference_chair": 3, "system": 5}
PRECISIONS: Final = {"day": 62, "week": 24, "month": 9, "not_known": 5}


def report(place: Place, seed: int, number: int, day: date) -> Iterator[ReportEntry]:
    """One report made on that day, and its later revisions or repetition."""
    chance = dice("report", seed, place.area.code, number)
    agency = _agency(place, chance)
    when = at(day, chance.randint(8, 18), chance.randint(0, 59))
    body = _body(place, agency, when, chance)
    first = ReportEntry(when, agency, body, f"sim-{seed}-{place.area.code}-{number}")
    yield first
    yield from _afterwards(first, chance)


def _agency(place: Place, chance: Dice) -> str:
    """By headcount of the area's teams."""
    heads = {agency: sum(team.headcount for team in teams) for agency, teams in place.teams.items() if teams}
    return chance.pick(heads)


def _body(place: Place, agency: str, when: datetime, chance: Dice) -> Body:
    kind = chance.pick(CLASSES)
    team = chance.pick({team.id: team.headcount for team in place.teams[agency]})
    overlooked = chance.pick({"no": 55, "unsure": 25, "yes": 20})
    return {
        "revision": 1,
        "area": place.area.code,
        "agency": agency,
        "team": team,
        **_when(when.date(), chance),
        "reported_on": str(when.date()),
        "incident_class": kind,
        **({"prevented_by": chance.pick(PREVENTED)} if kind in STOPPED else {}),
        **_harm(kind, chance),
        "harm_potential": chance.pick({"possible": 45, "likely": 25, "none": 15, "not_known": 15}),
        "overlooked": overlooked,
        **({"overlooked_at": chance.pick(STAGES)} if overlooked == "yes" else {}),
        "journey_stage": chance.pick(STAGES),
        **_coded(chance),
        "reporter_role": chance.pick(ROLES),
        **_route(place, when, chance),
    }


def _when(day: date, chance: Dice) -> Body:
    precision = chance.pick(PRECISIONS)
    if precision == "not_known":
        return {"occurred_precision": precision}
    return {"occurred_precision": precision, "occurred_on": str(day - timedelta(days=chance.randint(0, 20)))}


def _harm(kind: str, chance: Dice) -> Body:
    if kind == "harm":
        physical = chance.pick({"low": 55, "moderate": 35, "severe": 10})
        return {
            "harm_actual_physical": physical,
            "harm_actual_psychological": chance.pick({"low": 50, "not_known": 50}),
        }
    if kind.startswith("near_miss"):
        return {"harm_actual_physical": "none", "harm_actual_psychological": chance.pick({"none": 70, "not_known": 30})}
    return {}


def _coded(chance: Dice) -> Body:
    """The long form; the short one leaves the coding to a learning lead."""
    if chance.happens(0.3):
        return {"failure_layers": ["not_yet_known"]}
    layers = {chance.pick(LAYERS) for _ in range(chance.randint(1, 2))} | ({"active"} if chance.happens(0.4) else set())
    factors = {chance.pick(FACTORS) for _ in range(chance.randint(1, 3))}
    return {"failure_layers": sorted(layers), "factors": sorted(factors)}


def _route(place: Place, when: datetime, chance: Dice) -> Body:
    """Some name the child. What they say of harm gives the officers no alert: those that do are planted."""
    if not chance.happens(WITH_CHILD):
        return {"route": "learning_only"} if chance.happens(0.2) else {}
    label = ("reported", place.area.code, when, chance.random())
    child = Child(place, child_name(*label), when.date() - timedelta(days=chance.randint(400, 6000)), chance)
    mild: Body = {
        "incident_class": "near_miss_no_harm",
        "harm_actual_physical": "none",
        "harm_actual_psychological": "none",
    }
    answer = {"overlooked": "unsure", "overlooked_at": "contact", "harm_potential": "possible"}
    return {**mild, **answer, "route": "usual_officers", "child": named(child, when)}


def _afterwards(first: ReportEntry, chance: Dice) -> Iterator[ReportEntry]:
    if chance.happens(AMENDED):
        yield _revised(first, chance, factors=[chance.pick(FACTORS)], failure_layers=["latent_interagency"])
    elif chance.happens(WITHDRAWN):
        yield _revised(first, chance, withdrawn=True)
    elif chance.happens(TWICE):
        yield ReportEntry(later(first.recorded, timedelta(minutes=7)), first.agency, first.body, first.idempotency)
    if chance.happens(BAD):
        yield _bad(first, chance)


def _revised(first: ReportEntry, chance: Dice, **changes: Any) -> ReportEntry:
    when = later(first.recorded, chance.between(DAY, 30 * DAY))
    return ReportEntry(when, first.agency, {**first.body, "revision": 2, **changes}, first.idempotency)


def _bad(first: ReportEntry, chance: Dice) -> ReportEntry:
    """Another report that the door must refuse."""
    fault: Body = chance.choice(
        [
            {"staff_name": "left in by the sender"},
            {"narrative": "free text, which is not taken here"},
            {"failure_layers": ["active"]},
            {"incident_class": "near_miss_prevented", "prevented_by": None},
            {"occurred_precision": "day", "occurred_on": "2199-01-01"},
        ]
    )
    broken = {name: value for name, value in {**first.body, **fault}.items() if value is not None}
    return ReportEntry(
        later(first.recorded, timedelta(minutes=1)), first.agency, broken, f"{first.idempotency}-bad", False
    )
