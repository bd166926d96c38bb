"""Tasks that are ended end."""

import asyncio

from services.streaming.ending import ended


async def test_a_task_that_loses_a_cancellation_ends_all_the_same() -> None:
    """As `asyncio.wait_for` loses one that comes just as what it waits for is done."""
    lost = 0

    async def work() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                lost += 1
                if lost == 2:
                    raise

    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    await ended([task])
    assert task.cancelled()
    assert lost == 2


async def test_what_a_task_raised_stays_with_it() -> None:
    async def work() -> None:
        raise ValueError("a fault")

    task = asyncio.create_task(work())
    await asyncio.wait([task])
    await ended([task])
    assert isinstance(task.exception(), ValueError)


async def test_nothing_to_end_ends() -> None:
    await ended([])
