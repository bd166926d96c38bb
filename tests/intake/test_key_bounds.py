"""What a key is for, how much it may send, and keys to try with."""

import dataclasses
import json
from datetime import UTC, datetime

import httpx
import pytest

from schemas.configuration import Configuration
from services.intake.api_keys import Grant
from services.intake.issuing import issue
from services.intake.keys import ensure_demo_keys
from services.intake.limits import Limits
from tests.cluster import Cluster
from tests.intake.world import AREA, SOCIAL_CARE, Served, event, report, serving

GRANT = Grant(SOCIAL_CARE, frozenset({AREA}), frozenset({"case-system"}))
FEED = "/v1/feeds/case-system/complete-to"
COMPLETE = {"area": AREA, "complete_to": "2026-03-17T00:00:00Z"}


def client_of(served: Served, key: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=served.transport, base_url="http://intake", headers={"Authorization": f"Bearer {key}"}
    )


def issued(configured: Configuration, cluster: Cluster, grant: Grant) -> str:
    """A key that is there when intake starts."""
    directory = cluster.settings.state_dir / "keys"
    ensure_demo_keys(configured, directory)
    return issue(directory, grant, datetime.now(UTC)).key


async def test_a_key_for_reports_sends_no_events(cluster: Cluster, configured: Configuration) -> None:
    key = issued(configured, cluster, dataclasses.replace(GRANT, scopes=frozenset({"incident-reports"})))
    async with serving(configured, cluster.settings) as served, client_of(served, key) as client:
        refused = [await client.post("/v1/case-events", json=event()), await client.post(FEED, json=COMPLETE)]
        taken = await client.post("/v1/incident-reports", json=report(), headers={"Idempotency-Key": "a"})
    assert [one.status_code for one in refused] == [403, 403]
    assert refused[0].json()["errors"][0]["allowed"] == "a key for case-events; this one is for incident-reports"
    assert taken.status_code == 202


async def test_with_a_sandbox_key_all_is_checked_as_it_would_be_and_nothing_is_kept(
    cluster: Cluster, configured: Configuration
) -> None:
    """Neither in Kafka nor in the outbox; and every answer says that it is a sandbox's."""
    key = issued(configured, cluster, dataclasses.replace(GRANT, sandbox=True))
    lines = b"\n".join(json.dumps(one).encode() for one in ({"type": "x"}, event()))
    async with serving(configured, cluster.settings) as served, client_of(served, key) as client:
        answers = [
            await client.post("/v1/case-events", json=event()),
            await client.post("/v1/case-events", content=lines, headers={"Content-Type": "application/x-ndjson"}),
            await client.post("/v1/incident-reports", json=report(), headers={"Idempotency-Key": "a"}),
            await client.post(FEED, json=COMPLETE),
        ]
        wrong = await client.post("/v1/case-events", json=event(level="grave"))
        kept = served.metric("heed_intake_accepted_total", kind="case_event")
    assert [one.status_code for one in answers] == [200] * 4
    assert [one.json().get("status") for one in answers] == ["checked", None, "checked", "checked"]
    assert [one["status"] for one in answers[1].json()["results"]] == ["rejected", "checked"]
    assert all(one.headers["Heed-Sandbox"] == "true" for one in answers)
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/level")
    assert kept == 0
    assert await cluster.read("cases") == []


@pytest.mark.parametrize("bound", ["requests_a_minute", "records_a_day"])
async def test_one_key_too_fast_is_told_when_to_go_on_and_another_key_goes_on(
    cluster: Cluster, configured: Configuration, bound: str
) -> None:
    key = issued(configured, cluster, GRANT)
    limits = dataclasses.replace(Limits(shuffle_s=0.2, wait_s=30), **{bound: 3})
    async with (
        serving(configured, cluster.settings, limits) as served,
        client_of(served, key) as client,
        served.client() as other,
    ):
        answers = [await client.post("/v1/case-events", json=event()) for _ in range(4)]
        goes_on = await other.post("/v1/case-events", json=event())
    assert [one.status_code for one in answers] == [201, 201, 201, 429]
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert "at most 3 " in answers[-1].json()["errors"][0]["allowed"]
    assert goes_on.status_code == 201
