"""Empties a spool into intake."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx

from services.heed.importing.door import Answer, Busy, Door, DoorError
from services.heed.sending.spool import Spool, Waiting

BATCH: Final = 1_000
"""Events of one request; intake takes 10,000."""


@dataclass(slots=True)
class Sent:
    """What became of what was sent. `ended`: why it stopped before the spool was empty."""

    answers: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    ended: str | None = None

    def note(self, answer: Answer) -> None:
        """Count an answer."""
        self.answers[answer.status] += 1
        if answer.status == "rejected":
            self.reasons[answer.reason] += 1


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends in the spool's order. What is answered leaves the spool; all else stays, and is sent by the next call.

    Sending twice does no harm: intake knows an event by its agency, id and revision, a report by its key.
    """

    spool: Spool
    door: Door
    history: bool = False

    async def flush(self) -> Sent:
        """Until nothing waits, or intake can't be reached for the door's patience."""
        done = Sent()
        while waiting := self.spool.first(BATCH):
            try:
                await self._batch(waiting, done)
            except (Busy, DoorError, httpx.TransportError) as error:
                away = isinstance(error, httpx.TransportError)
                done.ended = f"intake doesn't answer ({type(error).__name__})" if away else str(error)
                break
        return done

    async def _batch(self, waiting: Sequence[Waiting], done: Sent) -> None:
        if waiting[0].kind == "case-event":
            answers = await self.door.events([one.body for one in waiting], history=self.history)
            self._settle(waiting, answers, done)
            return
        for one in waiting:
            self._settle([one], [await self.door.report(one.body, one.name)], done)

    def _settle(self, sent: Sequence[Waiting], answers: Sequence[Answer], done: Sent) -> None:
        for answer in answers:
            done.note(answer)
        pairs = list(zip(sent, answers, strict=True))
        taken = [one.seq for one, answer in pairs if answer.status != "rejected"]
        refused = [(one.seq, a.reason, a.errors) for one, a in pairs if a.status == "rejected"]
        self.spool.settle(taken, refused)
