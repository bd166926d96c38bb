"""A place where a worker is kept running: one that ends is replaced, as a process manager does."""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

from services.streaming.worker import FAILED
from tests.chaos.faults import Fault
from tests.chaos.plan import Plan
from tests.chaos.process import Worker

KILLED = -9
MOST_LIVES = 40


class Shift:
    """Runs lives one after another; life `n` has the fault `faults[n]`, later ones have none.

    Without `replace` there is one life.
    """

    def __init__(self, plan: Plan, faults: Sequence[Fault | None] = (), *, replace: bool = True) -> None:
        self.plan = plan
        self.ends: list[int] = []
        self.said: list[str] = []
        self._most = MOST_LIVES if replace else 1
        self._faults: Iterator[Fault | None] = iter(faults)
        self._begun = asyncio.Condition()
        self.worker: Worker | None = None
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self.worker = await self._begin()
        self._task = asyncio.create_task(self._keep())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        if self.worker is not None:
            await self.worker.destroy()

    @property
    def kills(self) -> int:
        """How many of its lives were killed."""
        return self.ends.count(KILLED)

    async def close(self) -> None:
        """End it in an orderly way. Fails when it didn't end so."""
        assert self._task is not None
        self._task.cancel()
        assert self.worker is not None
        code = await self.worker.close()
        assert code == 0, self.worker.tail()

    async def over(self, within: float = 120.0) -> None:
        """Return once nothing is kept running any more."""
        assert self._task is not None
        async with asyncio.timeout(within):
            await asyncio.shield(self._task)

    async def life(self, number: int, within: float = 60.0) -> Worker:
        """The worker of life `number`, counted from 0, once it has begun."""
        async with asyncio.timeout(within), self._begun:
            await self._begun.wait_for(lambda: len(self.ends) >= number)
        assert self.worker is not None
        return self.worker

    async def _begin(self) -> Worker:
        return await Worker.start(replace(self.plan, fault=next(self._faults, None)))

    async def _keep(self) -> None:
        while self.worker is not None:
            code = await self.worker.ended(600)
            if code not in (KILLED, FAILED) or len(self.ends) + 1 >= self._most:
                return
            worker = await self._begin()
            async with self._begun:
                self.ends.append(code)
                self.said += self.worker.lines
                self.worker = worker
                self._begun.notify_all()
