"""Records that the broker refused: out of the way of the rest, and back among them when an operator says so.

An operator's command and intake are two processes on one file. The command only marks a record; intake itself puts it
back, so that what it counts and waits for stays true.
"""

import secrets
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from services.intake.days import DAY_MS
from services.intake.outbox.rows import FIELDS, headers_of

_FROM_OUTBOX = f"""INSERT INTO aside ({FIELDS}, barrier, accepted, seq, reason)
SELECT {FIELDS}, barrier, accepted - CASE WHEN timestamp IS NULL THEN accepted % {DAY_MS} ELSE 0 END,
coalesce(was, seq), ? FROM outbox WHERE seq = ?"""  # noqa: S608
"""A protection half has no timestamp: what lies aside tells no more of its time than the day."""
_FROM_LEARNING = f"""INSERT INTO aside ({FIELDS}, revision, accepted, reason)
SELECT {FIELDS}, revision, accepted, ? FROM learning WHERE token = ?"""  # noqa: S608
_TO_OUTBOX = f"""INSERT INTO outbox ({FIELDS}, barrier, accepted, was)
SELECT {FIELDS}, barrier, coalesce(accepted, ?), seq FROM aside WHERE id = ?"""  # noqa: S608
_TO_LEARNING = f"""INSERT INTO learning ({FIELDS}, token, revision, accepted)
SELECT {FIELDS}, ?, revision, coalesce(accepted, timestamp) FROM aside WHERE id = ?"""  # noqa: S608
_LISTED = """SELECT id, topic, partition, reason, length(key) + length(value) + length(headers), accepted,
timestamp IS NOT NULL AND revision IS NULL, again, headers FROM aside ORDER BY id"""


@dataclass(frozen=True, slots=True)
class Aside:
    """What an operator may know of a record that lies aside: nothing of what it holds, nor whom it is about.

    `size` in bytes; `accepted` Unix milliseconds, None where not known; not `exact`: only its day (UTC) is kept.
    `again`: it was asked to be sent again, and waits for intake to run.
    """

    id: int
    topic: str
    partition: int
    reason: str
    size: int
    accepted: int | None
    exact: bool
    again: bool
    type: str


def move_aside(db: sqlite3.Connection, place: int | bytes, reason: str) -> None:
    """Move a row of the outbox (its seq) or of the learning lane (its token) that the broker refused."""
    if isinstance(place, int):
        db.execute(_FROM_OUTBOX, (reason, place))
        db.execute("DELETE FROM outbox WHERE seq = ?", (place,))
    else:
        db.execute(_FROM_LEARNING, (reason, place))
        db.execute("DELETE FROM learning WHERE token = ?", (place,))


def listed(db: sqlite3.Connection) -> list[Aside]:
    """All that lies aside, in the order in which it was refused."""
    return [_aside(*row) for row in db.execute(_LISTED)]


def ask(db: sqlite3.Connection, ids: Iterable[int]) -> None:
    """Mark them to be sent again; those that aren't there any more are left out."""
    db.executemany("UPDATE aside SET again = 1 WHERE id = ?", [(id,) for id in ids])


def asked(db: sqlite3.Connection) -> bool:
    """Whether any is marked."""
    return db.execute("SELECT 1 FROM aside WHERE again LIMIT 1").fetchone() is not None


def send_again(db: sqlite3.Connection, now_ms: int) -> int:
    """Put the marked behind what waits, in the order in which they were refused; how many.

    Call in a transaction. What was accepted later of the same child has left before: every record says which revision
    of what it is, and when it happened, so order by arrival isn't needed.
    """
    found = db.execute("SELECT id, revision IS NULL FROM aside WHERE again ORDER BY id").fetchall()
    for id, in_outbox in found:
        place, first = (_TO_OUTBOX, now_ms) if in_outbox else (_TO_LEARNING, secrets.token_bytes(16))
        db.execute(place, (first, id))
        db.execute("DELETE FROM aside WHERE id = ?", (id,))
    return len(found)


def _aside(*row: Any) -> Aside:
    id, topic, partition, reason, size, accepted, exact, again, held = row
    type = dict(headers_of(held)).get("ce_type", b"").decode()
    return Aside(id, topic, partition, reason, size, accepted, bool(exact), bool(again), type)
