"""Texts that come in: reduced, put on their way to `narratives`, and kept in the original for who must read them."""

import asyncio
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import structlog

from services.intake.days import day_start, england_day
from services.intake.http.failures import where
from services.intake.narratives.readings import Reading, Readings
from services.intake.narratives.records import Texts
from services.intake.narratives.reduced import Reduce
from services.intake.outbox.rows import Outgoing, add_learning

ERASING: Final = 2
"""The revision of a tombstone: it follows its text in the batch that both may leave in."""


@dataclass(frozen=True, slots=True)
class Words:
    """Texts ready to be written. `reduced` by part; `missed`: parts whose reduction failed, so that nothing is sent."""

    reduced: Mapping[str, str]
    records: Mapping[str, Outgoing]
    missed: tuple[str, ...] = ()

    @property
    def text_ids(self) -> tuple[str, ...]:
        return tuple(record.key.decode() for record in self.records.values())


@dataclass(frozen=True, slots=True)
class Keeping:
    """`reduce` takes out what identifies."""

    texts: Texts
    readings: Readings
    reduce: Reduce

    async def prepare(self, area: str, parts: Mapping[str, str], now_ms: int) -> Words:
        """Reduce them, outside of any transaction and of the event loop."""
        reduced = {part: await asyncio.to_thread(self._reduced, text) for part, text in parts.items()}
        records = {part: self.texts.kept(area, text, now_ms)[1] for part, text in reduced.items() if text is not None}
        known = {part: text for part, text in reduced.items() if text is not None}
        return Words(known, records, tuple(part for part, text in reduced.items() if text is None))

    def write(self, db: sqlite3.Connection, words: Words, reading: Reading | None, now_ms: int) -> int:
        """Into the shuffled lane, and the originals for their reader; how many rows wait because of it."""
        for record in words.records.values():
            add_learning(db, record, 1, day_start(now_ms))
        if reading is not None:
            self.readings.keep(db, reading, england_day(now_ms))
        return len(words.records)

    def erase(self, db: sqlite3.Connection, area: str, text_ids: tuple[str, ...], receipt: str, now_ms: int) -> int:
        """Tombstones for what was sent, and the originals gone at once; how many rows wait because of it."""
        for text_id in text_ids:
            add_learning(db, self.texts.erased(area, text_id, now_ms), ERASING, day_start(now_ms))
        self.readings.erase(db, self.readings.of_receipt(db, receipt))
        return len(text_ids)

    def _reduced(self, text: str) -> str | None:
        """None where our own code fails on it: the report is taken all the same, and a person reads the original."""
        try:
            return self.reduce(text).text
        except Exception as error:
            structlog.get_logger("intake").error(
                "a text can't be reduced", kind=type(error).__name__, where=where(error)
            )
            return None
