"""A contender as a process of its own, and what it and the broker use."""

import asyncio
import contextlib
import sys
import time
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import psutil

from bench.work import Job

ROOT = Path(__file__).parents[1]
STOP_S = 20.0
T = TypeVar("T")


class ContenderFailed(Exception):
    """The process ended by itself, or was silent. The message holds the end of what it wrote."""


class Contender:
    """A running contender. `began`: when its process was started, in monotonic seconds, one clock for all processes."""

    def __init__(self, name: str, process: Process, output: Path) -> None:
        self.name = name
        self.began = time.monotonic()
        self._process = process
        self._output = output
        self._seen = psutil.Process(process.pid)
        self._first: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._reading = asyncio.create_task(self._read())

    async def first(self, within_s: float) -> float:
        """When it was handed its first record (monotonic seconds)."""
        try:
            return await self.alive(asyncio.wait_for(asyncio.shield(self._first), within_s))
        except TimeoutError as late:
            raise ContenderFailed(f"{self.name}: no record in {within_s:.0f} s\n{self.said()}") from late

    async def alive(self, awaited: Coroutine[Any, Any, T]) -> T:
        """What `awaited` returns. Raises `ContenderFailed` where the process ends before."""
        task = asyncio.ensure_future(awaited)
        await asyncio.wait({task, self._reading}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            task.cancel()
            raise ContenderFailed(f"{self.name} ended by itself\n{self.said()}")
        return task.result()

    async def _read(self) -> None:
        """Its standard output to its end: all goes to a file, the word of its first record to whoever waits for it."""
        if self._process.stdout is None:
            return
        with self._output.open("ab") as file:
            async for line in self._process.stdout:
                if line.startswith(b"first ") and not self._first.done():
                    self._first.set_result(float(line.split()[1]))
                file.write(line)

    def cpu_s(self) -> float:
        """Processor seconds that it has used."""
        return cpu_s(self._seen)

    def peak_mib(self) -> float:
        """The most memory that it has held resident."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        kib = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
        return int(kib) / 1024

    def said(self) -> str:
        """The end of what it wrote."""
        return self._output.read_text(errors="replace")[-2000:]

    async def stop(self) -> None:
        """Ask it to end, and end it if it doesn't."""
        if self._process.returncode is None:
            self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_S)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._reading


@contextlib.asynccontextmanager
async def contender(name: str, job: Job) -> AsyncIterator[Contender]:
    """Started on `job`, ended with the block."""
    job.state_dir.mkdir(parents=True, exist_ok=True)
    output = job.state_dir.with_suffix(".log")
    command = (sys.executable, "-m", f"bench.contenders.{name}", *job.argv())
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=STDOUT, cwd=ROOT)
    running = Contender(name, process, output)
    try:
        yield running
    finally:
        await running.stop()


def cpu_s(process: psutil.Process) -> float:
    """Processor seconds of a process, user and system."""
    times = process.cpu_times()
    return float(times.user + times.system)


def broker_process(bootstrap: str) -> psutil.Process | None:
    """The process on this machine that listens where the broker does, if it is here and may be looked at."""
    port = int(bootstrap.split(",")[0].rpartition(":")[2])
    with contextlib.suppress(psutil.AccessDenied):
        for one in psutil.net_connections("tcp"):
            if one.status == psutil.CONN_LISTEN and one.laddr and one.laddr.port == port and one.pid:
                return psutil.Process(one.pid)
    return None
