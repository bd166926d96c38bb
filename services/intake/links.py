"""Which protection half belongs to which report: known here only, encrypted, and forgotten after some days."""

import hashlib
import hmac
import secrets
import sqlite3
from datetime import date

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict

NONCE = 12
"""Bytes, as AES-GCM takes (NIST SP 800-38D)."""


class Link(BaseModel):
    """The protection half as it was last sent, and the revision of the report that it agrees with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    report_revision: int
    half: str
    """The record's JSON, in its newest revision."""


class Links:
    """The table's two keys, both derived from intake's secret: one hides the report's id, one the link."""

    def __init__(self, secret: bytes, keep_days: int) -> None:
        self._name_key = hmac.new(secret, b"heed link name", hashlib.sha256).digest()
        self._seal = AESGCM(hmac.new(secret, b"heed link seal", hashlib.sha256).digest())
        self._keep_days = keep_days

    def find(self, db: sqlite3.Connection, report_id: str) -> Link | None:
        """The report's link; None when it has none, or it is forgotten."""
        name = self._name(report_id)
        row = db.execute("SELECT sealed FROM links WHERE report = ?", (name,)).fetchone()
        return None if row is None else self._open(name, row[0])

    def keep(self, db: sqlite3.Connection, report_id: str, link: Link, today: date) -> None:
        """Store it, until `keep_days` after `today`."""
        name = self._name(report_id)
        nonce = secrets.token_bytes(NONCE)
        sealed = nonce + self._seal.encrypt(nonce, link.model_dump_json().encode(), name)
        forget = today.toordinal() + self._keep_days
        db.execute("INSERT OR REPLACE INTO links (report, sealed, forget_day) VALUES (?,?,?)", (name, sealed, forget))

    def _name(self, report_id: str) -> bytes:
        return hmac.new(self._name_key, report_id.encode(), hashlib.sha256).digest()

    def _open(self, name: bytes, sealed: bytes) -> Link:
        return Link.model_validate_json(self._seal.decrypt(sealed[:NONCE], sealed[NONCE:], name))


def forget_links(db: sqlite3.Connection, today: date) -> int:
    """Delete the links whose day has come; how many."""
    return db.execute("DELETE FROM links WHERE forget_day <= ?", (today.toordinal(),)).rowcount
