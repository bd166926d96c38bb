"""What intake does by itself: shows its oldest record's age, returns what lay aside, forgets what it need not know."""

import asyncio
import sqlite3
from collections.abc import Callable

import structlog

from services.intake.days import DAY_MS, england_day
from services.intake.limits import Limits
from services.intake.links import forget_links
from services.intake.metrics import Metrics
from services.intake.narratives.readings import forget_readings
from services.intake.outbox.accept import forget_seen
from services.intake.outbox.aside import asked, send_again
from services.intake.outbox.rows import oldest
from services.intake.outbox.writer import Writer
from services.intake.receipts.store import forget_receipts

EACH_S = 1.0
FORGET_EACH = 3_600
"""Turns between two forgettings."""


class WriterEndedError(RuntimeError):
    """The outbox's writer is dead, so nothing can be promised any more: the process must end and begin anew."""


class Upkeep:
    """Runs beside the relay. `returned` is told how many rows that lay aside wait again."""

    def __init__(
        self,
        reader: sqlite3.Connection,
        writer: Writer,
        limits: Limits,
        metrics: Metrics,
        returned: Callable[[int], None],
        now_ms: Callable[[], int],
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._limits = limits
        self._metrics = metrics
        self._returned = returned
        self._now_ms = now_ms

    async def run(self) -> None:
        """Runs until cancelled. Raises `WriterEndedError`."""
        turn = 0
        while True:
            if not self._writer.alive:
                raise WriterEndedError
            self.show_age()
            await self._send_again()
            if turn % FORGET_EACH == 0:
                await self._try_to_forget()
            turn += 1
            await asyncio.sleep(EACH_S)

    def show_age(self) -> None:
        accepted = oldest(self._reader)
        self._metrics.spool_age.set(0 if accepted is None else max(0, self._now_ms() - accepted) / 1000)

    async def _send_again(self) -> None:
        """What an operator asked for, in another process, with `heed aside resend`."""
        if not asked(self._reader):
            return
        try:
            await self._writer.do(lambda db: send_again(db, self._now_ms()), self._returned)
        except sqlite3.Error as error:
            structlog.get_logger("intake").warning("nothing could be sent again", error=type(error).__name__)

    async def forget(self) -> None:
        """Forget links and identities whose time has come."""
        await self._writer.do(self._forget)

    async def _try_to_forget(self) -> None:
        try:
            await self.forget()
        except sqlite3.Error as error:
            structlog.get_logger("intake").warning("nothing could be forgotten", error=type(error).__name__)

    def _forget(self, db: sqlite3.Connection) -> None:
        today = england_day(self._now_ms())
        forget_links(db, today)
        forget_readings(db, today)
        forget_receipts(db, today)
        forget_seen(db, self._now_ms() // DAY_MS - self._limits.seen_days)
