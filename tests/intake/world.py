"""A small world for intake's tests: an area, agencies, feeds, keys; and an intake that serves them."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from prometheus_client import CollectorRegistry

from schemas.configuration import Configuration
from services.intake.api_keys import Grant
from services.intake.app import build_app
from services.intake.assembly import Intake, running
from services.intake.keys import ensure_demo_keys, load_keys
from services.intake.limits import Limits
from services.intake.metrics import Metrics
from services.intake.outbox.spool import wall_ms
from services.intake.received import Received
from services.streaming.settings import Settings

AREA, ELSEWHERE = "E06000901", "E06000906"
SOCIAL_CARE, POLICE, TINY = "aldermere-childrens-services", "vale-police", "small-charity"
NHS_NUMBER = "9990000018"
KEY = "k1:" + "5e" * 32
_NUMBERS = itertools.count(1)

RECEIVED = Received(
    Grant(SOCIAL_CARE, frozenset({AREA}), frozenset({"case-system"})),
    now_ms=1_800_000_000_000,
    now=datetime.fromtimestamp(1_800_000_000, UTC),
    trace="00-" + "ab" * 16 + "-" + "cd" * 8 + "-01",
    history=False,
)
"""A request of social care's, in January 2027."""

CLOCK = [{"amount": 1, "unit": "hours", "label": "local", "source": "a test", "valid_from": "2020-01-01"}]


def configuration(clocks: list[str]) -> dict[str, Any]:
    """The smallest configuration that has what intake reads."""

    def team(name: str, agency: str, headcount: int) -> dict[str, Any]:
        return {"id": name, "agency": agency, "area": AREA, "name": name.title(), "headcount": headcount}

    def agency(name: str, kind: str, headcount: int, *areas: str) -> dict[str, Any]:
        return {"id": name, "name": name.title(), "kind": kind, "areas": list(areas), "headcount": headcount}

    return {
        "demo": True,
        "areas": [
            {"code": AREA, "name": "Aldermere", "la_number": 991},
            {"code": ELSEWHERE, "name": "Brackwater", "la_number": 992},
        ],
        "agencies": [
            agency(SOCIAL_CARE, "childrens_services", 420, AREA),
            agency("brackwater", "childrens_services", 300, ELSEWHERE),
            agency(POLICE, "police", 260, AREA, ELSEWHERE),
            agency(TINY, "voluntary", 6, AREA),
        ],
        "teams": [team("assessment", SOCIAL_CARE, 18), team("duty", SOCIAL_CARE, 9), team("volunteers", TINY, 6)],
        "feeds": [
            {"source": "case-system", "agency": SOCIAL_CARE, "area": AREA, "cadence": "nightly",
             "types": ["concern_raised", "referral_received", "contact_outcome"]},
            {"source": "desk", "agency": POLICE, "area": AREA, "cadence": "live", "types": ["domestic_abuse_notified"]},
        ],
        "clocks": dict.fromkeys(clocks, CLOCK),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Served:
    """An intake with clients whose keys belong to agencies."""

    intake: Intake
    configuration: Configuration
    keys: dict[str, str]
    transport: httpx.ASGITransport
    metrics: Metrics
    outbox: Path

    def client(self, agency: str = SOCIAL_CARE) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self.keys[agency]}"}
        return httpx.AsyncClient(transport=self.transport, base_url="http://intake", headers=headers)

    def metric(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0


@asynccontextmanager
async def serving(
    configured: Configuration, settings: Settings, limits: Limits | None = None, ahead_ms: int = 0
) -> AsyncIterator[Served]:
    """An intake over this Kafka, in this process, whose clock is so far ahead."""
    directory = settings.state_dir / "keys"
    keys = ensure_demo_keys(configured, directory)
    metrics = Metrics(CollectorRegistry())
    limits = limits or Limits(shuffle_s=0.2, wait_s=30)
    known = load_keys(configured, directory)
    async with running(
        configured, settings, known, limits=limits, metrics=metrics, now_ms=lambda: wall_ms() + ahead_ms
    ) as intake:
        app = build_app(intake)
        yield Served(
            intake, configured, keys, httpx.ASGITransport(app=app), metrics, settings.state_dir / "intake.sqlite3"
        )


def event(**more: Any) -> dict[str, Any]:
    """A valid concern, with an id of its own."""
    return {
        "type": "concern_raised",
        "event_id": f"C-{next(_NUMBERS)}",
        "revision": 1,
        "area": AREA,
        "subject_key": KEY,
        "agency": SOCIAL_CARE,
        "responsible_agency": SOCIAL_CARE,
        "occurred_at": "2026-03-17T09:30:00Z",
        "occurred_precision": "minute",
        "recorded_at": "2026-03-17T10:05:00Z",
        "source": "2A",
        "level": "high",
    } | more


def report(**more: Any) -> dict[str, Any]:
    """A valid report, for learning only."""
    return {
        "area": AREA,
        "team": "assessment",
        "occurred_precision": "day",
        "occurred_on": "2026-03-10",
        "reported_on": "2026-03-17",
        "incident_class": "near_miss_no_harm",
        "harm_potential": "likely",
        "overlooked": "yes",
        "journey_stage": "mash_screening",
        "harm_categories": ["NEG"],
        "reporter_role": "practitioner",
        "route": "learning_only",
    } | more


def report_with_child(**more: Any) -> dict[str, Any]:
    """A valid report whose reporter wants officers to look at the child."""
    child = {"nhs_number": NHS_NUMBER, "responsible_agency": SOCIAL_CARE, "age_band": "5_10"}
    return report(route="usual_officers", child=child) | more
