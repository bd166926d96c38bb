"""What a demo shows while it runs: one screen in a terminal, a line now and then elsewhere."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import date
from itertools import count

from rich.console import Console
from rich.live import Live

from services.heed.context import Heed
from services.heed.demo.busiest import busiest
from services.heed.demo.display import line, live
from services.heed.demo.follow import Follower
from services.heed.demo.wording import Wording
from services.heed.output import Row
from services.heed.simulate import Pilot, SendResult

LOOK_S = 1.0
LAST_LOOK_S = 5.0
LINE_EVERY = 5
"""Looks from one line to the next."""
TEAMS = 5


class Watch:
    """`day` and `sent`: how far the sending is; None before the first day is through."""

    def __init__(
        self,
        console: Console,
        heed: Heed,
        pilot: Pilot,
        follower: Follower,
        wording: Wording,
        began: float,
    ) -> None:
        self.day: date | None = None
        self.sent = SendResult()
        self._console, self._heed, self._pilot = console, heed, pilot
        self._follower, self._wording, self._began = follower, wording, began
        self._told = False
        self._over = asyncio.Event()

    @asynccontextmanager
    async def shown(self) -> AsyncIterator[None]:
        """Show while the block runs. The last look is let finish, so that no connection is left half open."""
        async with asyncio.TaskGroup() as tasks:
            showing = tasks.create_task(self._draw() if self._console.is_terminal else self._lines())
            try:
                yield
            finally:
                self._over.set()
                await asyncio.wait([showing], timeout=LAST_LOOK_S)
                showing.cancel()

    async def _draw(self) -> None:
        with Live(console=self._console, auto_refresh=False, transient=True) as screen:
            while not self._over.is_set():
                teams = await self._look()
                drawn = live(self._pilot, self.day, self.sent, self._follower, self._wording.rules, teams)
                screen.update(drawn, refresh=True)
                await self._pause()

    async def _lines(self) -> None:
        for second in count():
            if self._over.is_set():
                return
            await self._look()
            if second % LINE_EVERY == 0:
                self._console.print(line(self.day, self.sent, self._follower), soft_wrap=True, highlight=False)
            await self._pause()

    async def _pause(self) -> None:
        """Until the next look, or the end."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), LOOK_S)

    async def _look(self) -> list[Row]:
        """Ask how far everything is; the first alert is shown as soon as there is one."""
        await self._follower.look()
        first = next(iter(self._follower.seen.alerts.values()), None)
        if first is not None and not self._told:
            self._told = True
            self._console.print(f"The first alert, {time.monotonic() - self._began:.0f} s after the start:")
            self._console.print(self._wording.panel(self._console, first))
        return [] if self.day is None else await busiest(self._heed, self.day, TEAMS)
