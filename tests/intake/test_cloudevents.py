"""Case events as CloudEvents, in the three modes of the HTTP binding."""

import json
from typing import Any

import pytest

from schemas.configuration import Configuration
from tests.cluster import Cluster
from tests.intake.world import event, serving

ROUTE = "/v1/case-events"
STRUCTURED = {"Content-Type": "application/cloudevents+json; charset=utf-8"}
BATCH = {"Content-Type": "application/cloudevents-batch+json"}


def envelope(event: Any, **more: Any) -> dict[str, Any]:
    said = {"specversion": "1.0", "id": "1", "source": "/desk", "type": "heed.case.concern_raised", "data": event}
    return said | more


def binary(**more: str) -> dict[str, str]:
    said = {"ce-specversion": "1.0", "ce-id": "1", "ce-source": "/desk", "ce-type": "heed.case.concern_raised"}
    return said | more


async def test_an_event_is_the_same_in_each_mode(cluster: Cluster, configured: Configuration) -> None:
    """Sent in one mode, it is known in the others; and on the topic there is one record, as the event makes it."""
    sent = event()
    async with serving(configured, cluster.settings) as served, served.client() as client:
        answers = [
            await client.post(
                ROUTE, json=envelope(sent, myextension="x", time="2026-03-17T10:05:00Z"), headers=STRUCTURED
            ),
            await client.post(ROUTE, json=sent, headers=binary()),
            await client.post(ROUTE, json=[envelope(sent)], headers=BATCH),
            await client.post(ROUTE, json=sent),
        ]
        [record] = await cluster.read("cases")
    assert [one.status_code for one in answers] == [201, 200, 200, 200]
    assert answers[2].json()["results"][0]["status"] == "repeated"
    assert json.loads(record.value or b"")["event_id"] == sent["event_id"]


async def test_of_a_batch_each_has_its_own_result(cluster: Cluster, configured: Configuration) -> None:
    """What is wrong in the event is told by its place under `data`."""
    batch = [envelope(event()), envelope(event(level="dire")), "no object", envelope(event(), specversion="0.3")]
    async with serving(configured, cluster.settings) as served, served.client() as client:
        answer = await client.post(ROUTE, json=batch, headers=BATCH)
    results = answer.json()["results"]
    assert [one["status"] for one in results] == ["accepted", "rejected", "rejected", "rejected"]
    assert [one["errors"][0]["pointer"] for one in results[1:]] == ["/data/level", "", "/specversion"]


@pytest.mark.parametrize(
    ("said", "pointers"),
    [
        ({"type": "heed.case.visit_made"}, ["/type"]),
        ({"id": "", "source": ""}, ["/id", "/source"]),
        ({"data": None, "specversion": "2"}, ["/specversion", "/data"]),
        ({"data_base64": "e30="}, ["/data_base64"]),
        ({"datacontenttype": "text/xml"}, ["/datacontenttype"]),
    ],
)
async def test_an_envelope_that_is_none_is_refused_with_all_that_is_wrong(
    cluster: Cluster, configured: Configuration, said: dict[str, Any], pointers: list[str]
) -> None:
    async with serving(configured, cluster.settings) as served, served.client() as client:
        answer = await client.post(ROUTE, json=envelope(event(), **said), headers=STRUCTURED)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == pointers


async def test_headers_that_are_no_envelope_are_refused(cluster: Cluster, configured: Configuration) -> None:
    async with serving(configured, cluster.settings) as served, served.client() as client:
        other = await client.post(ROUTE, json=event(), headers=binary(**{"ce-type": "heed.case.visit_made"}))
        none = await client.post(ROUTE, json=event(), headers={"ce-specversion": "1.0"})
        array = await client.post(ROUTE, json={}, headers=BATCH)
    assert [one["pointer"] for one in other.json()["errors"]] == ["/type"]
    assert [one["pointer"] for one in none.json()["errors"]] == ["/id", "/source", "/type"]
    assert (array.status_code, array.json()["type"]) == (400, "urn:heed:problem:not_an_array")
