"""Samples of incident reports, encoded once; a log varies their ids."""

import json
import random
from datetime import date, timedelta
from typing import Any, NamedTuple

from schemas.reports import REPORT_RECORD

TEAMS = tuple(f"team-{number:02}" for number in range(40))
"""As many as the simulated pilot has."""
SAMPLES = 997
"""A prime, so that samples and repeats don't move in step."""
PLACE_OF_ID = "00000000-0000-4000-8000-000000000000"


class Sample(NamedTuple):
    """An encoded report without its id, which goes between `before` and `after`."""

    team: str
    before: bytes
    after: bytes


def samples(seed: int) -> tuple[Sample, ...]:
    """The same for the same seed. Raises `ValidationError` where a sample isn't a valid report."""
    rng = random.Random(seed)
    return tuple(_sample(_fields(rng)) for _ in range(SAMPLES))


def _sample(fields: dict[str, Any]) -> Sample:
    value = json.dumps(fields, separators=(",", ":")).encode()
    REPORT_RECORD.validate_json(value)
    before, after = value.split(PLACE_OF_ID.encode())
    return Sample(fields["team"], before, after)


def _fields(rng: random.Random) -> dict[str, Any]:
    """The 18 fields that a sender fills in."""
    occurred = date(2025, 1, 1) + timedelta(days=rng.randrange(365))
    team = rng.choice(TEAMS)
    return {
        "type": "incident_report",
        "report_id": PLACE_OF_ID,
        "revision": 1,
        "area": "E06000001",
        "agency": f"agency-{TEAMS.index(team) % 6}",
        "team": team,
        "occurred_on": occurred.isoformat(),
        "occurred_precision": rng.choice(("day", "week")),
        "reported_on": (occurred + timedelta(days=rng.randrange(30))).isoformat(),
        **_happened(rng),
        **_learned(rng),
    }


def _happened(rng: random.Random) -> dict[str, Any]:
    return {
        "incident_class": "near_miss_prevented",
        "prevented_by": rng.choice(("supervision", "practitioner_query", "system_check", "chance")),
        "harm_actual_physical": "none",
        "harm_actual_psychological": rng.choice(("none", "not_known")),
        "harm_potential": rng.choice(("possible", "likely")),
        "journey_stage": rng.choice(("contact", "referral", "assessment", "section_47", "core_group")),
    }


def _learned(rng: random.Random) -> dict[str, Any]:
    return {
        "overlooked": rng.choice(("no", "unsure")),
        "factors": rng.sample(("case_prioritisation", "partial_picture", "workload", "handover", "supervision"), 2),
        "failure_layers": ["active", rng.choice(("latent_local", "latent_organisational", "latent_interagency"))],
    }
