"""What a demo shows while it runs: one screen in a terminal, a line now and then elsewhere."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from itertools import count

from rich.console import Console
from rich.live import Live

from services.heed.context import Heed
from services.heed.demo.busiest import busiest
from services.heed.demo.display import line, live
from services.heed.demo.final import alert_panel
from services.heed.demo.follow import Follower
from services.heed.output import Row
from services.heed.simulate import Pilot, SendResult
from services.triage.rule_file import RuleText

LOOK_S = 1.0
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
        rules: dict[str, RuleText],
        began: float,
    ) -> None:
        self.day: date | None = None
        self.sent = SendResult()
        self._console, self._heed, self._pilot = console, heed, pilot
        self._follower, self._rules, self._began = follower, rules, began
        self._told = False

    @asynccontextmanager
    async def shown(self) -> AsyncIterator[None]:
        """Show while the block runs."""
        async with asyncio.TaskGroup() as tasks:
            showing = tasks.create_task(self._draw() if self._console.is_terminal else self._lines())
            try:
                yield
            finally:
                showing.cancel()

    async def _draw(self) -> None:
        with Live(console=self._console, auto_refresh=False, transient=True) as screen:
            while True:
                teams = await self._look()
                drawn = live(self._pilot, self.day, self.sent, self._follower, self._rules, teams)
                screen.update(drawn, refresh=True)
                await asyncio.sleep(LOOK_S)

    async def _lines(self) -> None:
        for second in count():
            await self._look()
            if second % LINE_EVERY == 0:
                self._console.print(line(self.day, self.sent, self._follower), soft_wrap=True, highlight=False)
            await asyncio.sleep(LOOK_S)

    async def _look(self) -> list[Row]:
        """Ask how far everything is; the first alert is shown as soon as there is one."""
        await self._follower.look()
        first = next(iter(self._follower.seen.alerts.values()), None)
        if first is not None and not self._told:
            self._told = True
            self._console.print(f"The first alert, {time.monotonic() - self._began:.0f} s after the start:")
            self._console.print(alert_panel(self._console, first, self._rules))
        return [] if self.day is None else await busiest(self._heed, self.day, TEAMS)
