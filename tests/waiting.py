"""Waiting for a condition, with a bound."""

import asyncio
from collections.abc import Callable

from services.streaming.records import Record
from tests.cluster import Cluster

MOST_S = 60.0


async def until(done: Callable[[], bool], most_s: float = MOST_S) -> None:
    """Return once `done()` holds. Raises `TimeoutError` after `most_s` seconds."""
    async with asyncio.timeout(most_s):
        while not done():  # noqa: ASYNC110  # what is waited for is outside this process: there is no event to await
            await asyncio.sleep(0.02)


async def until_read(cluster: Cluster, topic: str, least: int) -> list[Record]:
    """The topic's records once there are so many. Raises `TimeoutError` after `MOST_S` seconds."""
    async with asyncio.timeout(MOST_S):
        while len(found := await cluster.read(topic)) < least:  # noqa: ASYNC110  # Kafka tells of no such event
            await asyncio.sleep(0.1)
    return found
