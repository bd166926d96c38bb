"""Proof of what was reported, and on which day, for a reporter who wants one. Nothing of it is stored here.

The report's HMAC is made under a nonce that only the proof holds, so that nobody who knows the coded answers can find
the report by trying; the seal is intake's HMAC of the day and of that.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from typing import Final, NamedTuple

HEAD: Final = "Heed proof 1"
_LINES: Final = re.compile(
    r"Heed proof 1\s+Date:\s+(?P<date>\d{4}-\d\d-\d\d)\s+Nonce:\s+(?P<nonce>[A-Za-z0-9_-]{43})"
    r"\s+Seal:\s+(?P<seal>[A-Za-z0-9_-]{43})\s+Report:\s+(?P<report>.*)",
    re.DOTALL,
)


class Verdict(NamedTuple):
    """`date`: the day on which the report was received, where the proof holds."""

    holds: bool
    date: str = ""
    why: str = ""


def proof_of(secret: bytes, date: str, report: Sequence[str]) -> str:
    """The proof as text, to be kept as it is. `report`: its lines, as the reporter saw them."""
    nonce = secrets.token_bytes(32)
    body = "\n".join(report)
    seal = _seal(secret, date, nonce, body)
    return f"{HEAD}\nDate: {date}\nNonce: {_text(nonce)}\nSeal: {_text(seal)}\nReport:\n{body}\n"


def verify(secret: bytes, proof: str) -> Verdict:
    """Whether intake sealed this report on this day. Blanks and line ends may have changed on the way."""
    found = _LINES.search(proof)
    if found is None:
        return Verdict(False, why="it must hold the lines Heed proof 1, Date, Nonce, Seal and Report")
    try:
        nonce, seal = _bytes(found["nonce"]), _bytes(found["seal"])
    except binascii.Error:
        return Verdict(False, why="its nonce or its seal is not whole")
    if not hmac.compare_digest(seal, _seal(secret, found["date"], nonce, found["report"])):
        return Verdict(False, why="the report, the date, the nonce or the seal is not the one that was sealed here")
    return Verdict(True, found["date"])


def _seal(secret: bytes, date: str, nonce: bytes, report: str) -> bytes:
    key = hmac.digest(secret, b"heed proofs", "sha256")
    mac = hmac.digest(nonce, f"{date}\0{' '.join(report.split())}".encode(), "sha256")
    return hmac.new(key, date.encode() + b"\0" + mac, hashlib.sha256).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
