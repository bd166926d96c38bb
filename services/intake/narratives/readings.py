"""The originals that wait for a person trained in safeguarding: sealed in intake's file, for seven days at most."""

import hashlib
import hmac
import secrets
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict

KEEP_DAYS: Final = 7
"""`docs/domain`: an original is encrypted and deleted in 7 days."""
NONCE: Final = 12


class Reading(BaseModel):
    """What the reader gets. `receipt` names the receipt, so that they can ask and the reporter can answer.

    `child` says who the child is, in the reporter's words, where the reporter chose that somebody shall look.
    `due_ms`: by when it must be read, Unix milliseconds. `route` `independent_route`: for the designated person only.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    receipt: str
    area: str
    audience: str
    route: str
    due_ms: int
    urgent: bool
    parts: dict[str, str]
    child: str = ""
    not_reduced: tuple[str, ...] = ()


class Readings:
    """The table. `id` is random: it belongs to nothing else that is stored or sent."""

    def __init__(self, secret: bytes) -> None:
        self._seal = AESGCM(hmac.new(secret, b"heed reading seal", hashlib.sha256).digest())

    def keep(self, db: sqlite3.Connection, reading: Reading, today: date) -> str:
        """Store it until it is done with, and `KEEP_DAYS` at most; its id."""
        id, nonce = secrets.token_bytes(16), secrets.token_bytes(NONCE)
        sealed = nonce + self._seal.encrypt(nonce, reading.model_dump_json().encode(), id)
        row = (id, sealed, today.toordinal() + KEEP_DAYS)
        db.execute("INSERT INTO readings (id, sealed, forget_day) VALUES (?,?,?)", row)
        return id.hex()

    def find(self, db: sqlite3.Connection, id: str) -> Reading | None:
        """One of them."""
        row = db.execute("SELECT id, sealed FROM readings WHERE id = ?", (bytes.fromhex(id),)).fetchone()
        return None if row is None else self._open(*row)

    def waiting(self, db: sqlite3.Connection) -> Iterator[tuple[str, Reading]]:
        """Those that nobody has read, in no order that means anything."""
        for id, sealed in db.execute("SELECT id, sealed FROM readings WHERE NOT done").fetchall():
            yield id.hex(), self._open(id, sealed)

    def done(self, db: sqlite3.Connection, id: str) -> None:
        """Somebody has read it."""
        db.execute("UPDATE readings SET done = 1 WHERE id = ?", (bytes.fromhex(id),))

    def of_receipt(self, db: sqlite3.Connection, receipt: str) -> list[str]:
        """The ids of all that belong to a receipt, read or not."""
        rows = db.execute("SELECT id, sealed FROM readings").fetchall()
        return [id.hex() for id, sealed in rows if self._open(id, sealed).receipt == receipt]

    def erase(self, db: sqlite3.Connection, ids: list[str]) -> None:
        """Delete them now: their words are taken back."""
        db.executemany("DELETE FROM readings WHERE id = ?", [(bytes.fromhex(id),) for id in ids])

    def _open(self, id: bytes, sealed: bytes) -> Reading:
        return Reading.model_validate_json(self._seal.decrypt(sealed[:NONCE], sealed[NONCE:], id))


def forget_readings(db: sqlite3.Connection, today: date) -> int:
    """Delete those whose day has come; how many."""
    return db.execute("DELETE FROM readings WHERE forget_day <= ?", (today.toordinal(),)).rowcount
