"""Receipts in intake's file: under a keyed hash of the code, sealed, and forgotten when their time is over."""

import hashlib
import hmac
import secrets
import sqlite3
from datetime import date

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from services.intake.receipts.receipt import Receipt

NONCE = 12
"""Bytes, as AES-GCM takes (NIST SP 800-38D)."""


class Receipts:
    """All keys follow from intake's secret."""

    def __init__(self, secret: bytes, keep_days: int) -> None:
        self.code_key = hmac.new(secret, b"heed receipt codes", hashlib.sha256).digest()
        self._seal = AESGCM(hmac.new(secret, b"heed receipt seal", hashlib.sha256).digest())
        self._keep_days = keep_days

    def find(self, db: sqlite3.Connection, name: str) -> Receipt | None:
        """The receipt of that name (`code.name_of`); None where there is none, or it is forgotten."""
        row = db.execute("SELECT sealed FROM receipts WHERE name = ?", (bytes.fromhex(name),)).fetchone()
        return None if row is None else self._open(name, row[0])

    def keep(self, db: sqlite3.Connection, name: str, receipt: Receipt, today: date) -> None:
        """Store it anew, until `keep_days` after `today`."""
        nonce = secrets.token_bytes(NONCE)
        sealed = nonce + self._seal.encrypt(nonce, receipt.model_dump_json().encode(), name.encode())
        row = (bytes.fromhex(name), sealed, today.toordinal() + self._keep_days)
        db.execute("INSERT OR REPLACE INTO receipts (name, sealed, forget_day) VALUES (?,?,?)", row)

    def _open(self, name: str, sealed: bytes) -> Receipt:
        return Receipt.model_validate_json(self._seal.decrypt(sealed[:NONCE], sealed[NONCE:], name.encode()))


def forget_receipts(db: sqlite3.Connection, today: date) -> int:
    """Delete those whose day has come; how many."""
    return db.execute("DELETE FROM receipts WHERE forget_day <= ?", (today.toordinal(),)).rowcount
