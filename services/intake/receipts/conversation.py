"""What is said under a receipt, both ways, and how far its report is. Each is one transaction."""

import re
import sqlite3
from dataclasses import dataclass
from typing import Final, Literal

from schemas.settings import WorkingHours
from services.intake.days import england_day
from services.intake.door import Door
from services.intake.narratives.due import due_ms
from services.intake.narratives.keeping import Keeping, Words
from services.intake.narratives.readings import Reading
from services.intake.outbox.accept_report import ReportOutcome
from services.intake.receipts.receipt import Receipt, Said, State
from services.intake.receipts.store import Receipts

KIND: Final = "form_report"
FURTHER: Final[tuple[State, ...]] = ("received", "read", "passed_on", "seen", "closed", "withdrawn")
"""How a report goes on; never back."""


@dataclass(frozen=True, slots=True)
class Conversation:
    """Over the door's writer and spool."""

    door: Door
    keeping: Keeping
    receipts: Receipts
    hours: WorkingHours

    async def find(self, name: str) -> Receipt | None:
        """The receipt of that name."""
        return await self.door.writer.do(lambda db: self.receipts.find(db, name))

    async def message(self, name: str, text: str) -> bool:
        """What a reporter adds or answers, for who reads. False where the receipt is gone or withdrawn."""
        return await self._add(name, text, "you")

    async def ask(self, name: str, text: str) -> bool:
        """What a reader asks or tells the reporter, without learning who it is. False as above."""
        return await self._add(name, text, "reader")

    async def move(self, name: str, state: State) -> bool:
        """How far the report is now, as its readers say. False as above."""
        day = england_day(self.door.now_ms())

        def work(db: sqlite3.Connection) -> bool:
            known = self.receipts.find(db, name)
            if known is None or known.state == "withdrawn":
                return False
            self.receipts.keep(db, name, known.model_copy(update={"state": state}), day)
            return True

        return await self.door.writer.do(work)

    async def waiting(self) -> list[tuple[str, Reading]]:
        """What nobody has read yet, with its ids."""
        return await self.door.writer.do(lambda db: list(self.keeping.readings.waiting(db)))

    async def reading(self, id: str) -> Reading | None:
        """The original of that id, for its reader; None where there is none."""
        if not re.fullmatch(r"[0-9a-f]{32}", id):
            return None
        return await self.door.writer.do(lambda db: self.keeping.readings.find(db, id))

    async def decided(self, id: str, name: str, state: State) -> None:
        """It was read, and this is how far its report is now; a report that was further stays there."""

        def work(db: sqlite3.Connection) -> None:
            self.keeping.readings.done(db, id)
            known = self.receipts.find(db, name)
            if known is not None and FURTHER.index(known.state) < FURTHER.index(state):
                day = england_day(self.door.now_ms())
                self.receipts.keep(db, name, known.model_copy(update={"state": state}), day)

        await self.door.writer.do(work)

    async def _add(self, name: str, text: str, by: Literal["you", "reader"]) -> bool:
        receipt, now_ms = await self.find(name), self.door.now_ms()
        if receipt is None or receipt.state == "withdrawn":
            return False
        self.door.check_room(2)
        words = await self.keeping.prepare(receipt.area, {"message": text}, now_ms)
        said = _said(words, by, now_ms)
        reading = self._to_read(receipt, name, text, words, now_ms) if by == "you" else None

        def work(db: sqlite3.Connection) -> ReportOutcome:
            known = self.receipts.find(db, name)
            if known is None or known.state == "withdrawn":
                return ReportOutcome("conflict")
            self.receipts.keep(db, name, _with(known, said), england_day(now_ms))
            return ReportOutcome("accepted", self.keeping.write(db, words, reading, now_ms))

        return (await self.door.writer.do(work, self._entered)).verdict == "accepted"

    def _to_read(self, receipt: Receipt, name: str, text: str, words: Words, now_ms: int) -> Reading:
        return Reading(
            receipt=name, area=receipt.area, audience=receipt.audience, route=receipt.route, urgent=receipt.urgent,
            due_ms=due_ms(now_ms, self.hours, urgent=receipt.urgent), parts={"message": text}, not_reduced=words.missed,
        )  # fmt: skip

    def _entered(self, outcome: ReportOutcome) -> None:
        self.door.entered(KIND, outcome.rows, int(outcome.verdict == "accepted"), int(outcome.verdict == "repeated"))


def _with(receipt: Receipt, said: Said) -> Receipt:
    return receipt.model_copy(update={"said": (*receipt.said, said)})


def _said(words: Words, by: Literal["you", "reader"], now_ms: int) -> Said:
    text = words.reduced.get("message", "(kept for its reader only)")
    text_id = next(iter(words.text_ids), "")
    return Said(by=by, day=england_day(now_ms).isoformat(), text=text, text_id=text_id)
