"""What is decided and written in the outbox's transaction for records that may be new."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from services.intake.events import NewEvent
from services.intake.outbox.rows import add

DAY_MS = 86_400_000

Verdict = Literal["accepted", "repeated", "conflict", "checked"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record. `seq` is its row of the outbox while it waits there; None when Kafka has it."""

    verdict: Verdict
    seq: int | None


def accept_events(events: Sequence[NewEvent], now_ms: int) -> Callable[[sqlite3.Connection], list[Outcome]]:
    """Work for the writer: all of a request, in order, in one transaction."""
    return lambda db: [_accept(db, event, now_ms) for event in events]


def _accept(db: sqlite3.Connection, event: NewEvent, now_ms: int) -> Outcome:
    known = db.execute("SELECT content, seq FROM seen WHERE identity = ?", (event.identity,)).fetchone()
    if known is None:
        seq = add(db, event.record, now_ms)
        remember(db, event.identity, event.content, now_ms // DAY_MS, seq)
        return Outcome("accepted", seq)
    content, seq = known
    return Outcome("repeated", _waiting(db, seq)) if content == event.content else Outcome("conflict", None)


def remember(db: sqlite3.Connection, identity: bytes, content: bytes, day: int, seq: int | None) -> None:
    """Know this identity and content from now on. `day` is days since 1970."""
    db.execute("INSERT INTO seen (identity, content, seq, day) VALUES (?,?,?,?)", (identity, content, seq, day))


def _waiting(db: sqlite3.Connection, seq: int) -> int | None:
    """The seq while Kafka doesn't have the row: in the outbox, aside, or in the outbox again after that."""
    places = ("outbox WHERE seq = ?", "aside WHERE seq = ?", "outbox WHERE was = ?")
    found = (db.execute(f"SELECT 1 FROM {one}", (seq,)).fetchone() for one in places)  # noqa: S608
    return seq if any(found) else None


def forget_seen(db: sqlite3.Connection, before_day: int) -> int:
    """Forget identities of earlier days; how many."""
    return db.execute("DELETE FROM seen WHERE day < ?", (before_day,)).rowcount
