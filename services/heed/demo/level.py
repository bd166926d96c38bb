"""When everything that was sent has been folded and published: by looking, never by waiting for a time."""

import asyncio

from services.heed.demo.follow import INPUTS, Follower
from services.heed.demo.health import Health
from services.heed.scrape import metrics

LOOK_S = 0.3


async def everything_folded(follower: Follower, intake: str, health: Health) -> None:
    """Return once intake holds nothing back and every fold has published what follows from all that it was sent.

    Raises `UserError` where a service can't run.
    """
    while await asyncio.to_thread(_held_back, intake):
        await _pause(health)
    await follower.look()
    while any(follower.lag(topic) for topic in INPUTS):
        await _pause(health)


def _held_back(intake: str) -> int:
    return int(metrics(intake).get("heed_intake_spool_rows", 0))


async def _pause(health: Health) -> None:
    await asyncio.to_thread(health.check)
    await asyncio.sleep(LOOK_S)
