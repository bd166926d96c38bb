"""One thread writes the file; whatever waits is committed, and fsynced, together."""

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]
"""Reads, then writes, inside the group's transaction; says no by its value, never by an exception."""

GROUP = 512
"""The most works in one commit: keeps the first of them from waiting for long."""


class Job:
    """A work, who waits for it, and what is to happen in the event loop as soon as it is on the disk."""

    __slots__ = ("future", "settled", "work")

    def __init__(self, work: Work[Any], future: "asyncio.Future[Any]", settled: Callable[[Any], None] | None) -> None:
        self.work = work
        self.future = future
        self.settled = settled


class Writer:
    """Owns the writing connection. `start` in the event loop whose futures it settles."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="outbox-writer", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    async def do(self, work: Work[T], settled: Callable[[T], None] | None = None) -> T:
        """The work's value, once it is on the disk. Raises `sqlite3.Error`, and then nothing was written.

        `settled` is called in the event loop with the value, before anything that waits for it runs.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queue.put(Job(work, future, settled))
        return await future

    async def close(self) -> None:
        """Commit what waits, then end the thread and close the file."""
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)
        self._db.close()

    def _run(self) -> None:
        while (group := self._take()) is not None:
            self._commit(group)

    def _take(self) -> list[Job] | None:
        first = self._queue.get()
        if first is None:
            return None
        group = [first]
        while len(group) < GROUP and not self._queue.empty():
            job = self._queue.get()
            if job is None:
                self._queue.put(None)
                break
            group.append(job)
        return group

    def _commit(self, group: list[Job]) -> None:
        try:
            self._db.execute("BEGIN IMMEDIATE")
            values = [job.work(self._db) for job in group]
            self._db.execute("COMMIT")
        except Exception as error:
            self._roll_back()
            self._tell(partial(_fail, group, error))
        else:
            self._tell(partial(_settle, group, values))

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _tell(self, call: Callable[[], None]) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)


def _settle(group: list[Job], values: list[Any]) -> None:
    for job, value in zip(group, values, strict=True):
        if job.settled is not None:
            job.settled(value)
    for job, value in zip(group, values, strict=True):
        if not job.future.done():
            job.future.set_result(value)


def _fail(group: list[Job], error: Exception) -> None:
    for job in group:
        if not job.future.done():
            job.future.set_exception(error)
