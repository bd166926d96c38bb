"""What is logged of requests."""

import dataclasses
import logging
from typing import Any

import httpx
import pytest
import structlog

from schemas.configuration import Configuration
from services.intake.app import build_app
from services.intake.events import EventReader
from services.intake.received import Received
from tests.cluster import Cluster
from tests.intake.world import POLICE, SOCIAL_CARE, event, serving


class Broken(EventReader):
    """A reader with a bug that quotes what was sent."""

    def read(self, body: bytes, received: Received) -> Any:
        raise KeyError(body.decode())


async def test_a_refused_request_is_one_line_without_who_or_whom(cluster: Cluster, configured: Configuration) -> None:
    """Route, status, milliseconds; what was taken is counted, not logged."""
    with structlog.testing.capture_logs() as lines:
        async with serving(configured, cluster.settings) as served, served.client() as client:
            await client.post("/v1/case-events", json=event())
            await client.post("/v1/case-events", json=event(agency=POLICE))
            await client.get("/metrics")
    [line] = [line for line in lines if line["event"] == "request"]
    assert set(line) == {"event", "log_level", "method", "route", "status", "ms"}
    assert (line["route"], line["status"]) == ("/v1/case-events", 403)


async def test_a_bug_is_500_and_its_words_are_not_logged(
    cluster: Cluster, configured: Configuration, caplog: pytest.LogCaptureFixture
) -> None:
    """They may quote what was sent; the places in the code are enough."""
    caplog.set_level(logging.DEBUG)
    with structlog.testing.capture_logs() as lines:
        async with serving(configured, cluster.settings) as served:
            door = served.intake.door
            parts = {field.name: getattr(door.events, field.name) for field in dataclasses.fields(door.events)}
            broken = dataclasses.replace(served.intake, door=dataclasses.replace(door, events=Broken(**parts)))
            transport = httpx.ASGITransport(app=build_app(broken))
            headers = {"Authorization": f"Bearer {served.keys[SOCIAL_CARE]}"}
            async with httpx.AsyncClient(transport=transport, base_url="http://intake", headers=headers) as client:
                sent = event()
                answer = await client.post("/v1/case-events", json=sent)
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    [line] = [line for line in lines if line["event"] == "intake failed"]
    assert (line["kind"], "test_request_log.py" in line["where"]) == ("KeyError", True)
    told = [*map(str, lines), *caplog.messages, answer.text]
    assert not any(sent["event_id"] in text or sent["subject_key"] in text for text in told)


async def test_the_writers_death_makes_intake_unready(cluster: Cluster, configured: Configuration) -> None:
    """`readyz` says so; the server ends its process then."""
    async with serving(configured, cluster.settings) as served, served.client() as client:
        assert (await client.get("/readyz")).status_code == 200
        assert (await client.get("/healthz")).status_code == 200
        served.intake.work[0].cancel()
        await served.intake.door.writer.do(lambda db: None)
        answer = await client.get("/readyz")
    assert (answer.status_code, answer.json()["waiting_for"]) == (503, ["the relay has ended"])
