"""The pilot sent to a real intake, and what the sender does when intake is busy."""

import asyncio
import json
from dataclasses import replace

import httpx
import pytest

from services.heed.importing.door import Busy, Door, DoorError
from services.heed.simulate import Size, generate, send
from services.heed.simulate.calendar import DAY
from services.intake.limits import Limits
from tests.cluster import Cluster
from tests.intake.world import serving
from tests.simulate.logs import CONFIGURATION


async def test_a_pilot_goes_through_intake_as_it_was_meant_to(cluster: Cluster) -> None:
    """All sound records are accepted and reach Kafka, all bad ones are refused; a second time nothing is new."""
    year = generate(CONFIGURATION, 5, Size(events=1_000, reports=500, stories=1))
    pilot = replace(year, first=year.last - 14 * DAY)
    async with serving(CONFIGURATION, cluster.settings, Limits(shuffle_s=0.1)) as served:
        async with httpx.AsyncClient(transport=served.transport, base_url="http://intake") as client:
            first = await send(pilot, client, served.keys)
            again = await send(pilot, client, served.keys)
        sound = [entry.sound for day in pilot.days() for entry in day.events]
        sound += [entry.sound for day in pilot.days() for entry in day.reports]
        assert first.surprises == again.surprises == 0
        assert first.accepted + first.repeated + first.refused == len(sound)
        assert first.refused == sound.count(False) == again.refused
        assert all(one.expected for one in first.rejected)
        assert again.accepted == 0
        async with asyncio.timeout(60):
            while len(await cluster.read("cases")) < first.events + first.completions:
                """Reading takes its time."""


class Slow:
    """An intake that is busy a number of times."""

    def __init__(self, busy: int, status: int = 503) -> None:
        self.busy, self.status, self.calls = busy, status, 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls += 1
        if self.calls <= self.busy:
            return httpx.Response(self.status, headers={"Retry-After": "0"})
        results = [{"line": 1, "status": "accepted"}]
        return httpx.Response(201, content=json.dumps({"results": results}))


def door(intake: Slow, patience_s: float = 30.0) -> Door:
    """A door to it."""
    client = httpx.AsyncClient(transport=httpx.MockTransport(intake), base_url="http://intake")
    return Door(client, "key", patience_s)


async def test_it_sends_again_when_intake_asks_it_to() -> None:
    """After the time that Retry-After names."""
    slow = Slow(busy=3)
    [answer] = await door(slow).events([{}])
    assert (answer.status, slow.calls) == ("accepted", 4)


async def test_it_gives_up_when_its_patience_ends() -> None:
    """And says that intake was busy."""
    with pytest.raises(Busy, match="503"):
        await asyncio.wait_for(door(Slow(busy=10**9), patience_s=0.2).events([{}]), 20)


async def test_a_refusal_of_the_whole_request_is_told_and_not_tried_again() -> None:
    """Such as an unknown key."""

    def unknown(request: httpx.Request) -> httpx.Response:
        return httpx.Response(401, json={"title": "The API key isn't known", "errors": []})

    client = httpx.AsyncClient(transport=httpx.MockTransport(unknown), base_url="http://intake")
    with pytest.raises(DoorError, match="401 The API key isn't known"):
        await Door(client, "key").events([{}])
