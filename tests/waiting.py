"""Waiting for a condition, with a bound."""

import asyncio
from collections.abc import Callable

MOST_S = 60.0


async def until(done: Callable[[], bool], most_s: float = MOST_S) -> None:
    """Return once `done()` holds. Raises `TimeoutError` after `most_s` seconds."""
    async with asyncio.timeout(most_s):
        while not done():  # noqa: ASYNC110  # what is waited for is outside this process: there is no event to await
            await asyncio.sleep(0.02)
