"""Reports made for tests: a fast seeded stream of them, as plain JSON."""

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from services.aggregator.cells import DIMENSIONS, MANY, SINGLE

AREA = "E06000901"
TEAMS = [(f"agency-{number % 6}", f"team-{number}") for number in range(40)]
FIRST = date(2024, 1, 1)
LONELY = {"not_known", "prefer_not_to_say", "21"}


def report(draw: random.Random, day: date, **given: Any) -> dict[str, Any]:
    """One valid report that occurred on `day`, with what is `given` instead of what is drawn."""
    agency, team = draw.choice(TEAMS)
    made: dict[str, Any] = {
        "type": "incident_report",
        "report_id": str(UUID(int=draw.getrandbits(128))),
        "revision": 1,
        "area": AREA,
        "agency": agency,
        "team": team,
        "occurred_precision": "day",
        "occurred_on": day.isoformat(),
        "reported_on": (day + timedelta(days=draw.randrange(5))).isoformat(),
    }
    made |= {field: draw.choice(DIMENSIONS[dimension]) for field, dimension in SINGLE.items()}
    made |= {field: _some(draw, DIMENSIONS[dimension]) for field, dimension in MANY.items()}
    return _agreeing(made) | given


def stream(count: int, *, days: int, seed: int = 1, amended: float = 0.05, again: float = 0.05) -> Iterator[bytes]:
    """`count` reports in the order in which they occurred over `days` days; some are amended, some sent again."""
    draw = random.Random(seed)
    recent: list[dict[str, Any]] = []
    for number in range(count):
        day = FIRST + timedelta(days=number * days // count)
        roll = draw.random()
        if recent and roll < amended:
            made = _amended(draw, draw.choice(recent))
        elif recent and roll < amended + again:
            made = draw.choice(recent)
        else:
            made = report(draw, day)
        recent = [*recent[-199:], made]
        yield json.dumps(made).encode()


def _amended(draw: random.Random, before: dict[str, Any]) -> dict[str, Any]:
    agency, team = draw.choice(TEAMS)
    new = report(draw, date.fromisoformat(before["occurred_on"]), agency=agency, team=team)
    return new | {"report_id": before["report_id"], "revision": before["revision"] + 1}


def _some(draw: random.Random, values: tuple[str, ...]) -> list[str]:
    return draw.sample([value for value in values if value not in LONELY], draw.choice((0, 1, 1, 2, 3)))


def _agreeing(made: dict[str, Any]) -> dict[str, Any]:
    """What the rules between the fields ask for."""
    if made["overlooked"] == "no":
        del made["overlooked_at"]
    if made["incident_class"].startswith("near_miss") or made["incident_class"] == "harm":
        made |= dict.fromkeys(("harm_actual_physical", "harm_actual_psychological"), "not_known")
    layers = set(made["failure_layers"])
    made["failure_layers"] = sorted(layers) if layers - {"active"} else ["not_yet_known"]
    return made
