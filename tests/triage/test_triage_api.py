"""`GET /v1/alerts` over a view that was fed with what the fold published."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from services.streaming.records import Output
from services.streaming.views import ViewTooSlow
from services.triage.api import build_router
from services.triage.views import SCHEMA, apply
from tests.triage.logs import LIVE, START, after, clock, concern, event, log, run

KEY = "an internal key"


class Memory:
    """A view in memory."""

    def __init__(self, outputs: list[Output]) -> None:
        self.db = sqlite3.connect(":memory:", check_same_thread=False)
        self.db.executescript(SCHEMA)
        self.waiting: list[str] = []
        self.slow = False
        apply(self.db, "alerts", [one for one in outputs if one.topic == "alerts"])

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        if self.slow:
            raise ViewTooSlow("reading took over 2 s")
        yield self.db

    def not_ready(self) -> list[str]:
        return self.waiting


@pytest.fixture
def view() -> Memory:
    late = event("strategy_discussion_held", after(40), id="s2", child=2)
    children = [(after(0), concern(START, id=f"c{child}", child=child)) for child in (1, 2, 3)]
    return Memory(
        run(
            log(
                *children, (after(5), concern(after(5), id="c4", child=4)), (after(40), late), (after(40), clock(START))
            )
        )
    )


@pytest.fixture
async def client(view: Memory) -> AsyncIterator[AsyncClient]:
    app = FastAPI()
    app.include_router(build_router(view, KEY))
    headers = {"Authorization": f"Bearer {KEY}"}
    async with AsyncClient(transport=ASGITransport(app=app), base_url="http://heed", headers=headers) as client:
        yield client


async def test_alerts_are_found_by_state_severity_rule_and_agency(client: AsyncClient) -> None:
    asked = {
        "state": "open",
        "severity": "S1",
        "rule": "no_strategy_after_high_harm",
        "agency": "aldermere-childrens-services",
        "area": LIVE,
    }
    found = (await client.get("/v1/alerts", params=asked)).json()
    assert found["heading"].startswith("A prompt to look")
    assert {one["state"] for one in found["alerts"]} == {"open"}
    assert len(found["alerts"]) == 3
    assert (await client.get("/v1/alerts", params={"state": "resolved"})).json()["alerts"][0]["because"][
        "event_id"
    ] == "s2"
    assert (await client.get("/v1/alerts", params={"rule": "repeat_nfa"})).json()["alerts"] == []


async def test_pages_hold_every_alert_once(client: AsyncClient) -> None:
    first = (await client.get("/v1/alerts", params={"limit": 3})).json()
    second = (await client.get("/v1/alerts", params={"limit": 3, "after": first["next"]})).json()
    assert "next" not in second
    assert len({one["alert_id"] for one in first["alerts"] + second["alerts"]}) == 4


@pytest.mark.parametrize("authorization", ["Bearer another", "", "Basic YTpi"])
async def test_without_the_internal_key_nothing_is_read(client: AsyncClient, authorization: str) -> None:
    assert (await client.get("/v1/alerts", headers={"Authorization": authorization})).status_code == 401


async def test_a_query_that_can_not_be_answered_is_refused_with_every_problem(client: AsyncClient) -> None:
    answer = await client.get("/v1/alerts", params={"state": "asleep", "severity": "S9", "person": "someone"})
    assert answer.status_code == 422
    assert {one["loc"][-1] for one in answer.json()["detail"]} == {"state", "severity", "person"}


async def test_a_view_that_is_not_ready_or_too_slow_asks_to_come_again(client: AsyncClient, view: Memory) -> None:
    view.slow = True
    assert (await client.get("/v1/alerts")).headers["Retry-After"] == "2"
    view.waiting = ["view inbox is being built"]
    assert (await client.get("/v1/alerts")).json()["detail"] == "view inbox is being built"


async def test_an_alert_that_was_taken_away_is_gone(client: AsyncClient, view: Memory) -> None:
    gone = (await client.get("/v1/alerts")).json()["alerts"][0]["alert_id"]
    apply(view.db, "alerts", [Output((0, 0), "alerts", 0, gone.encode(), None, 0)])  # type: ignore[arg-type]
    assert gone not in {one["alert_id"] for one in (await client.get("/v1/alerts")).json()["alerts"]}
