"""When everything that was sent has been folded and published: by looking, never by waiting for a time."""

import asyncio

from services.heed.demo.follow import INPUTS, Follower
from services.heed.errors import UserError
from services.heed.process import Manager
from services.heed.scrape import metrics

LOOK_S = 0.3


async def everything_folded(follower: Follower, intake: str, manager: Manager) -> None:
    """Return once intake holds nothing back and every fold has published what follows from all that it was sent.

    Raises `UserError` where a service has been given up by the process manager.
    """
    while await asyncio.to_thread(_held_back, intake):
        await _pause(manager)
    await follower.look()
    while any(follower.lag(topic) for topic in INPUTS):
        await _pause(manager)


def _held_back(intake: str) -> int:
    return int(metrics(intake).get("heed_intake_spool_rows", 0))


async def _pause(manager: Manager) -> None:
    for process in await asyncio.to_thread(manager.states):
        if process.given_up:
            raise UserError(f"{process.name} can't run: see {process.log}")
    await asyncio.sleep(LOOK_S)
