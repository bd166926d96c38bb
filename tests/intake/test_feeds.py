"""How far a feed is complete."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from schemas.configuration import Configuration
from tests.cluster import Cluster
from tests.intake.world import AREA, ELSEWHERE, POLICE, Served, event, serving

DAY = "2026-03-17T02:00:00Z"


async def _say(served: Served, body: dict[str, Any], source: str = "case-system", **to: str) -> Any:
    async with served.client(**to) as client:
        return await client.post(f"/v1/feeds/{source}/complete-to", json={"area": AREA} | body)


async def test_the_control_record_comes_behind_the_events(cluster: Cluster, configured: Configuration) -> None:
    """Of all that was accepted before it: its offset is the higher one."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        lines = "\n".join(json.dumps(event()) for _ in range(500))
        sending = client.post("/v1/case-events", content=lines, headers={"Content-Type": "application/x-ndjson"})
        await asyncio.gather(sending, *(client.post("/v1/case-events", json=event()) for _ in range(20)))
        answer = await _say(served, {"complete_to": DAY})
        records = await cluster.read("cases")
    assert answer.status_code == 201
    assert len(records) == 521
    last = json.loads(records[-1].value or b"")
    assert (last["type"], last["complete_to"]) == ("feed_complete_to", DAY)
    assert last["types"] == ["concern_raised", "contact_outcome", "referral_received"]
    assert records[-1].key == b"feed:aldermere-childrens-services:case-system"


async def test_it_goes_forward_only(cluster: Cluster, configured: Configuration) -> None:
    """The same again changes nothing; less than before is refused, type by type."""
    async with serving(configured, cluster.settings) as served:
        steps: list[dict[str, Any]] = [
            {"complete_to": DAY},
            {"complete_to": DAY},
            {"complete_to": "2026-03-17T03:00:00+01:00"},
            {"complete_to": "2026-03-18T02:00:00Z", "types": ["concern_raised"]},
            {"complete_to": "2026-03-17T12:00:00Z"},
            {"complete_to": "2026-03-17T12:00:00Z", "types": ["contact_outcome"]},
        ]
        answers = [await _say(served, step) for step in steps]
        records = await cluster.read("cases")
    assert [answer.status_code for answer in answers] == [201, 200, 200, 201, 409, 201]
    assert "concern_raised" in answers[4].json()["errors"][0]["allowed"]
    assert "contact_outcome" not in answers[4].json()["errors"][0]["allowed"]
    assert len(records) == 3


@pytest.mark.parametrize(
    ("change", "source", "status", "pointer"),
    [
        ({"complete_to": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}, "case-system", 422, "/complete_to"),
        ({"types": ["visit_made"]}, "case-system", 422, "/types"),
        ({"complete_to": "yesterday"}, "case-system", 422, "/complete_to"),
        ({}, "desk", 403, "/source"),
        ({"area": ELSEWHERE}, "case-system", 403, "/area"),
    ],
)
async def test_what_no_feed_of_the_key_can_say_is_refused(
    cluster: Cluster, configured: Configuration, change: dict[str, Any], source: str, status: int, pointer: str
) -> None:
    """The future, types that it doesn't carry, another agency's feed, an area that it doesn't serve."""
    async with serving(configured, cluster.settings) as served:
        answer = await _say(served, {"complete_to": DAY} | change, source)
        assert await cluster.read("cases") == []
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (status, pointer)


async def test_feeds_of_two_agencies_stand_apart(cluster: Cluster, configured: Configuration) -> None:
    """One agency's completeness says nothing of another's."""
    async with serving(configured, cluster.settings) as served:
        await _say(served, {"complete_to": DAY})
        earlier = await _say(served, {"complete_to": "2026-03-16T02:00:00Z"}, "desk", agency=POLICE)
    assert earlier.status_code == 201
