"""The demo itself: the pilot sent, watched while it runs, and summed up."""

import time
from datetime import date
from typing import Any

from rich.console import Console

from services.heed.demo.feeding import feed
from services.heed.demo.final import show_final
from services.heed.demo.follow import following
from services.heed.demo.level import everything_folded
from services.heed.demo.stage import Stage
from services.heed.demo.summary import planted, summary
from services.heed.demo.watch import Watch
from services.heed.demo.where import where
from services.heed.demo.wording import Wording
from services.heed.simulate import Pilot, SendResult


class Show:
    """One performance. `began` is when the command did, as `time.monotonic()`."""

    def __init__(self, stage: Stage, pilot: Pilot, console: Console, began: float) -> None:
        self._stage, self._pilot, self._console, self._began = stage, pilot, console, began
        self._wording = Wording.of(stage.heed.configuration)

    async def run(self) -> dict[str, Any]:
        """Send everything, wait until all of it is folded, show the final tables; the figures."""
        where(self._console, self._stage)
        self._console.print("Sending a simulated year through intake …")
        heed = self._stage.heed
        active = frozenset(one.id for one in heed.configuration.rules if one.mode == "active")
        async with following(heed.settings(), active) as follower:
            watch = Watch(self._console, heed, self._pilot, follower, self._wording, self._began)

            def on_day(day: date, sent: SendResult) -> None:
                watch.day, watch.sent = day, sent

            async with watch.shown():
                sent = await feed(self._stage, self._pilot, on_day)
                await everything_folded(follower, heed.address("intake"), self._stage.health)
            seconds = time.monotonic() - self._began
            stories = planted(self._pilot.truth, follower.seen.found)
            await show_final(self._console, heed, self._pilot.last, sent, follower, stories, self._wording)
            first = None if follower.first_alert is None else follower.first_alert - self._began
            said = "none" if first is None else f"{first:.0f} s"
            self._console.print(f"First alert after {said}, everything folded after {seconds:.0f} s.")
            return summary(sent, follower.seen, stories, seconds, first)
