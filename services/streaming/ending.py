"""Ends tasks for certain."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

AGAIN_S: Final = 1.0


async def ended(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel tasks until all have ended; what they raised stays with them.

    A single cancellation can be lost: in Python 3.11 `asyncio.wait_for` drops one that comes just as what it waits for
    is done, and clients' own code drops some while it connects. A task that runs for ever would then go on.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=AGAIN_S)
