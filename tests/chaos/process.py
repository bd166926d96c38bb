"""A worker as a process: started, listened to, killed, stopped, continued. Every wait has an end."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from pathlib import Path
from typing import Self

from services.streaming.broker.guard import guarded
from tests.chaos.plan import Plan

ROOT = Path(__file__).parents[2]
WITHIN_S = 60.0


class Worker:
    """One process. It ends when the test does, even when the test is killed."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self._heard = asyncio.Condition()
        self._ended = False
        self.lines: list[str] = []
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, plan: Plan) -> Self:
        """Start it; returns before it has joined its group."""
        command = [sys.executable, "-m", "tests.chaos.worker", plan.text()]
        command = guarded(command, on_parent_death=signal.SIGKILL, parent=os.getpid())
        return cls(await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdin=PIPE, stdout=PIPE, stderr=STDOUT))

    async def says(self, text: str, within: float = WITHIN_S, times: int = 1) -> None:
        """Return once `times` lines of its output hold `text`. Fails when it ends before, or after `within` seconds."""

        def heard() -> bool:
            return sum(text in line for line in self.lines) >= times

        async with asyncio.timeout(within), self._heard:
            await self._heard.wait_for(lambda: heard() or self._ended)
        assert heard(), f"ended without saying {text!r}:\n{self.tail()}"

    async def ended(self, within: float = WITHIN_S) -> int:
        """Its exit code once it has ended; negative for a signal."""
        async with asyncio.timeout(within):
            await asyncio.shield(self._listening)
            return await self._process.wait()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.returncode is None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.running:
            self._process.send_signal(number)

    async def answer(self) -> None:
        """Let it go on after a fault that asks."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")
        await self._process.stdin.drain()

    async def close(self) -> int:
        """Ask it to end, as a process manager does; its exit code."""
        self.signal(signal.SIGTERM)
        return await self.ended()

    async def destroy(self) -> None:
        """Make sure that it is gone."""
        self.signal(signal.SIGKILL)
        await self.ended()

    def tail(self) -> str:
        """The end of what it said."""
        return "\n".join(self.lines[-40:])

    async def _listen(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            async with self._heard:
                self.lines.append(line.decode(errors="replace").rstrip())
                self._heard.notify_all()
        async with self._heard:
            self._ended = True
            self._heard.notify_all()
