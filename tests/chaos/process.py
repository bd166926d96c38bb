"""A worker as a process: started, listened to, killed, stopped, continued. Every wait has an end."""

import asyncio
import multiprocessing
import os
import signal
from contextlib import closing
from multiprocessing.context import ForkServerProcess
from typing import Self

from tests.chaos.plan import Plan
from tests.chaos.worker import run

FORKS = multiprocessing.get_context("forkserver")
"""Each worker is forked from one process that has imported everything: imports would take most of a test's time."""
FORKS.set_forkserver_preload(["tests.chaos.worker"])
WITHIN_S = 60.0


class Worker:
    """One process. It ends when the tests do, even when they are killed."""

    def __init__(self, process: ForkServerProcess, output: asyncio.StreamReader, answers: int) -> None:
        self.lines: list[str] = []
        self._process, self._output, self._answers = process, output, answers
        self._heard = asyncio.Condition()
        self._silent = False
        self._listening = asyncio.create_task(self._listen())

    @classmethod
    async def start(cls, plan: Plan) -> Self:
        """Start it; returns before it has joined its group."""
        (listen, say), (ask, answer) = FORKS.Pipe(duplex=False), FORKS.Pipe(duplex=False)
        process = FORKS.Process(target=run, args=(plan.text(), say, ask))
        with closing(say), closing(ask), closing(listen), closing(answer):
            process.start()
            output = asyncio.StreamReader()
            pipe = os.fdopen(os.dup(listen.fileno()), "rb")
            await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(output), pipe)
            return cls(process, output, os.dup(answer.fileno()))

    async def says(self, text: str, within: float = WITHIN_S, times: int = 1) -> None:
        """Return once `times` lines of its output hold `text`. Fails when it ends before, or after `within` seconds."""

        def heard() -> bool:
            return sum(text in line for line in self.lines) >= times

        async with asyncio.timeout(within), self._heard:
            await self._heard.wait_for(lambda: heard() or self._silent)
        assert heard(), f"ended without saying {text!r}:\n{self.tail()}"

    async def ended(self, within: float = WITHIN_S) -> int:
        """Its exit code once it has ended; negative for a signal."""
        async with asyncio.timeout(within):
            await asyncio.shield(self._listening)
            await asyncio.to_thread(self._process.join, within)
        assert self._process.exitcode is not None
        return self._process.exitcode

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.exitcode is None

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.running and self._process.pid is not None:
            os.kill(self._process.pid, number)

    def answer(self) -> None:
        """Let it go on after a fault that asks."""
        os.write(self._answers, b"\n")

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
        async for line in self._output:
            async with self._heard:
                self.lines.append(line.decode(errors="replace").rstrip())
                self._heard.notify_all()
        os.close(self._answers)
        async with self._heard:
            self._silent = True
            self._heard.notify_all()
