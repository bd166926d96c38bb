"""What happens when Kafka has a record: who waits is told, and the row is deleted."""

import asyncio
import sqlite3

import structlog

from services.intake.outbox.aside import move_aside
from services.intake.outbox.rows import Pending, delete
from services.intake.outbox.spool import Spool
from services.intake.outbox.writer import Writer
from services.intake.relay.acknowledgements import Acknowledgements

RETRY_S = 1.0
"""How long to wait when the disk takes no deletion; until then the rows stay, and would only be sent twice."""


class Landings:
    """Deletes in groups, behind the acknowledgements."""

    def __init__(self, writer: Writer, acknowledgements: Acknowledgements, spool: Spool) -> None:
        self._writer = writer
        self._acknowledgements = acknowledgements
        self._spool = spool
        self._places: list[int | bytes] = []
        self._task: asyncio.Task[None] | None = None
        self._log = structlog.get_logger("intake.relay")

    def landed(self, pending: Pending) -> None:
        """Kafka has it."""
        if isinstance(pending.place, int):
            self._acknowledgements.landed(pending.place)
        self._spool.delivered(pending)
        self._places.append(pending.place)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._delete())

    async def flushed(self) -> None:
        """Wait until what has landed is deleted, so that reading the file again doesn't find it."""
        while self._task is not None and not self._task.done():
            await asyncio.shield(self._task)

    async def refused(self, pending: Pending, reason: str) -> None:
        """The broker won't ever have it: move it aside."""
        await self._writer.do(lambda db: move_aside(db, pending.place, reason))
        if isinstance(pending.place, int):
            self._acknowledgements.forget(pending.place)
        self._spool.moved_aside(reason)
        self._log.error("record moved aside: `heed aside list`", topic=pending.record.topic, reason=reason)

    async def _delete(self) -> None:
        while self._places:
            places, self._places = self._places, []
            try:
                await self._writer.do(lambda db, gone=places: delete(db, gone))  # type: ignore[misc]
            except sqlite3.Error as error:
                self._places = places + self._places
                self._log.warning("the outbox can't delete", error=type(error).__name__)
                await asyncio.sleep(RETRY_S)
            else:
                self._spool.left(len(places))
