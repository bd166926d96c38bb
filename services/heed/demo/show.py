"""The demo itself: the pilot sent, watched while it runs, and summed up."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from rich.console import Console
from rich.live import Live

from services.heed.alert_text import rule_texts
from services.heed.demo.display import live
from services.heed.demo.feeding import feed
from services.heed.demo.final import show_final
from services.heed.demo.follow import Follower, following
from services.heed.demo.level import everything_folded
from services.heed.demo.stage import Stage
from services.heed.demo.summary import planted, summary
from services.heed.simulate import Pilot, SendResult
from services.triage.ruleset import packaged

LOOK_S = 1.0


class Show:
    """One performance."""

    def __init__(self, stage: Stage, pilot: Pilot, console: Console) -> None:
        self._stage, self._pilot, self._console = stage, pilot, console
        self._day: date | None = None
        self._sent = SendResult()
        self._rules = rule_texts(packaged())

    async def run(self) -> dict[str, Any]:
        """Send everything, wait until all of it is folded, show the final tables; the figures."""
        started = time.monotonic()
        async with following(self._stage.heed.settings()) as follower:
            async with self._shown(follower):
                self._sent = await feed(self._stage, self._pilot, self._on_day)
                await everything_folded(follower, self._stage.heed.address("intake"), self._stage.health)
            seconds, first = time.monotonic() - started, follower.first_alert
            stories = planted(self._pilot.truth, follower.seen.found)
            await show_final(self._console, self._stage.heed, self._sent, follower, stories, self._rules)
            return summary(self._sent, follower.seen, stories, seconds, None if first is None else first - started)

    def _on_day(self, day: date, sent: SendResult) -> None:
        self._day, self._sent = day, sent

    @asynccontextmanager
    async def _shown(self, follower: Follower) -> AsyncIterator[None]:
        """Draw while the block runs; a line at its start is all where nobody watches."""
        if not self._console.is_terminal:
            self._console.print("Sending a simulated year through intake …")
            yield
            return
        with Live(console=self._console, auto_refresh=False, transient=True) as screen:
            async with asyncio.TaskGroup() as tasks:
                drawing = tasks.create_task(self._draw(screen, follower))
                yield
                drawing.cancel()

    async def _draw(self, screen: Live, follower: Follower) -> None:
        while True:
            await follower.look()
            screen.update(live(self._pilot, self._day, self._sent, follower, self._rules), refresh=True)
            await asyncio.sleep(LOOK_S)
