"""What happens to a report at the door for people: sent, amended, withdrawn. Each is one transaction."""

import sqlite3
from datetime import UTC, datetime

from services.intake.api_keys import Grant
from services.intake.days import england_day
from services.intake.narratives.due import due_ms
from services.intake.narratives.keeping import Words
from services.intake.narratives.readings import Reading
from services.intake.outbox.accept_report import ReportOutcome, accept_report
from services.intake.pages.draft import Draft
from services.intake.pages.telling import PARTS, Told, automatic, told, urgent
from services.intake.receipts.code import code_of, name_of
from services.intake.receipts.conversation import FURTHER, Conversation
from services.intake.receipts.receipt import Receipt, State
from services.intake.received import Received, trace_of
from services.intake.refusal import Refusal, RefusedError, one
from services.intake.reports import NewReport, report_id_of

NOT_KEPT = frozenset({*PARTS, "child", "number", "responsible", "age", "amends", "reported"})
"""Answers that a receipt doesn't hold: words, and who the child is."""


class Counter(Conversation):
    """Takes reports, amends and withdraws them."""

    async def send(self, draft: Draft) -> str:
        """The code of the receipt. Raises `RefusedError`: 422, 503; `sqlite3.Error`, and then nothing was kept."""
        code = code_of(self.receipts.code_key, draft.id)
        name = draft.receipt or name_of(self.receipts.code_key, code)
        earlier = await self.find(name) if draft.receipt else None
        if draft.receipt and (earlier is None or earlier.state == "withdrawn"):
            raise RefusedError(one(409, "conflict", "a receipt whose report still stands"))
        revision = earlier.revision + 1 if earlier else 1
        said = told(draft, revision, earlier.reported_on if earlier else None)
        report = self._fit(draft, said, earlier)
        self.door.check_room(8)
        now_ms = self.door.now_ms()
        words = await self.keeping.prepare(said.sent.area, said.texts, now_ms)
        receipt = _receipt(draft, report, words, earlier)
        reading = self._reading(draft, said, words, name, now_ms) if said.texts or said.child else None
        outcome = await self.door.writer.do(
            lambda db: self._write(db, report, words, reading, name, receipt, now_ms), self._entered
        )
        if outcome.verdict == "conflict":
            raise RefusedError(one(409, "conflict", "the receipt's report as it stands now"))
        return code

    async def withdraw(self, name: str) -> bool:
        """The report no longer counts, officers' record is taken back, and every word is erased."""
        receipt = await self.find(name)
        if receipt is None or receipt.state == "withdrawn":
            return False
        draft = Draft(id="0" * 32, at=0, audience=receipt.audience, answers={**receipt.answers, "amends": "yes"})
        said = told(draft, receipt.revision + 1, receipt.reported_on)
        sent = said.sent.model_copy(update={"withdrawn": True})
        report = self._fit(draft, Told(sent, {}, ""), receipt)
        now_ms = self.door.now_ms()
        ids = (*receipt.text_ids, *(each.text_id for each in receipt.said if each.text_id))
        gone = receipt.model_copy(
            update={"state": "withdrawn", "revision": sent.revision, "text_ids": (), "said": (), "answers": {}}
        )

        def work(db: sqlite3.Connection) -> ReportOutcome:
            outcome = self._accept(db, report, now_ms)
            self.receipts.keep(db, name, gone, england_day(now_ms))
            return ReportOutcome("accepted", outcome.rows + self.keeping.erase(db, receipt.area, ids, name, now_ms))

        await self.door.writer.do(work, self._entered)
        return True

    def _fit(self, draft: Draft, said: Told, earlier: Receipt | None) -> NewReport:
        report_id = earlier.report_id if earlier else report_id_of(self.door.keys.secret, "a form", draft.id)
        agency = draft.answers.get("agency") if draft.audience == "staff" else None
        report = self.door.reports.fit(said.sent, report_id, agency, self.door.now_ms())
        if isinstance(report, Refusal):
            raise RefusedError(report)
        return report

    def _accept(self, db: sqlite3.Connection, report: NewReport, now_ms: int) -> ReportOutcome:
        received = _received(report.learning.area, now_ms)
        return accept_report(report, self.door.links, self.door.partitions, received)(db)

    def _write(
        self, db: sqlite3.Connection, report: NewReport, words: Words, reading: Reading | None, name: str,
        receipt: Receipt, now_ms: int,
    ) -> ReportOutcome:  # fmt: skip
        outcome = self._accept(db, report, now_ms)
        if outcome.verdict != "accepted":
            return outcome
        self.receipts.keep(db, name, receipt, england_day(now_ms))
        return ReportOutcome("accepted", outcome.rows + self.keeping.write(db, words, reading, now_ms))

    def _reading(self, draft: Draft, said: Told, words: Words, name: str, now_ms: int) -> Reading:
        soon = urgent(draft)
        return Reading(
            receipt=name, area=said.sent.area, audience=draft.audience or "staff",
            route=draft.answers.get("route", "learning_only"), due_ms=due_ms(now_ms, self.hours, urgent=soon),
            urgent=soon, parts=said.texts, child=said.child, not_reduced=words.missed,
        )  # fmt: skip


def _receipt(draft: Draft, report: NewReport, words: Words, earlier: Receipt | None) -> Receipt:
    answers = {name: value for name, value in draft.answers.items() if name not in NOT_KEPT}
    new = Receipt(
        report_id=report.learning.report_id,
        revision=report.learning.revision,
        area=report.learning.area,
        audience=draft.audience or "staff",
        route=answers.get("route", "learning_only"),
        reported_on=report.learning.reported_on.isoformat(),
        state="passed_on" if automatic(draft) else "received",
        answers=answers,
        text_ids=words.text_ids,
        urgent=urgent(draft),
    )
    if earlier is None:
        return new
    kept = {"state": _state(draft, earlier), "said": earlier.said, "text_ids": (*earlier.text_ids, *new.text_ids)}
    return new.model_copy(update=kept)


def _state(draft: Draft, earlier: Receipt) -> State:
    """How far an amended report is: officers told now, or no longer."""
    if automatic(draft):
        return max("passed_on", earlier.state, key=FURTHER.index)
    return "received" if earlier.audience == "staff" and earlier.route == "usual_officers" else earlier.state


def _received(area: str, now_ms: int) -> Received:
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    return Received(Grant("a-form", frozenset({area}), frozenset()), now_ms, now, trace_of({}), history=False)
