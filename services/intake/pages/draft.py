"""What somebody has answered so far: kept by their own browser, encrypted, and by nobody else."""

import base64
import hashlib
import hmac
import secrets
import zlib
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import BaseModel, ConfigDict, ValidationError

from services.intake.days import DAY_MS
from services.intake.pages.words import Audience

LIFE_MS: Final = 2 * 3_600_000
"""A draft that nobody has gone on with for two hours is no longer read."""
MOST: Final = 3_800
"""Bytes of the sealed draft: browsers keep a cookie of 4,096 with its name and attributes (RFC 6265, 6.1)."""
_NONCE: Final = 12


class Draft(BaseModel):
    """`id` is random: 128 bits that name this sending and nothing else. `at`: Unix milliseconds of the last answer.

    `receipt` is the name of the receipt under which the person has come back.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    at: int
    audience: Audience | None = None
    answers: dict[str, str] = {}
    receipt: str | None = None

    def answering(self, said: Mapping[str, str]) -> "Draft":
        """With these answers beside or instead of the earlier ones; an empty one is dropped."""
        answers = {name: value for name, value in {**self.answers, **said}.items() if value}
        return self.model_copy(update={"answers": answers})

    @property
    def token(self) -> str:
        """What each form must send along: another site doesn't know it."""
        return hashlib.sha256(f"heed form token\0{self.id}".encode()).hexdigest()[:32]


def new_draft(now_ms: int, audience: Audience | None = None) -> Draft:
    """One that nothing has been answered in."""
    return Draft(id=secrets.token_hex(16), at=now_ms, audience=audience)


class TooLongError(ValueError):
    """The answers don't fit a cookie. `over` is by about what share they are too long."""

    def __init__(self, over: float) -> None:
        super().__init__("the draft is too long")
        self.over = over


class Seals:
    """AES-GCM under a key of the day, derived from intake's secret; the day is the key's id. Yesterday's opens too."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def seal(self, draft: Draft, now_ms: int) -> str:
        """For the cookie. Raises `TooLongError`."""
        day = now_ms // DAY_MS
        nonce = secrets.token_bytes(_NONCE)
        plain = zlib.compress(draft.model_copy(update={"at": now_ms}).model_dump_json().encode(), 9)
        sealed = base64.urlsafe_b64encode(nonce + self._key(day).encrypt(nonce, plain, b"%d" % day)).decode()
        text = f"{day}.{sealed.rstrip('=')}"
        if len(text) > MOST:
            raise TooLongError(len(text) / MOST - 1)
        return text

    def open(self, text: str | None, now_ms: int) -> Draft | None:
        """The draft; None where there is none, or it is too old, or nobody here sealed it."""
        day, _, sealed = (text or "").partition(".")
        today = now_ms // DAY_MS
        if day not in (str(today), str(today - 1)):
            return None
        try:
            raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
            plain = zlib.decompress(self._key(int(day)).decrypt(raw[:_NONCE], raw[_NONCE:], day.encode()))
            draft = Draft.model_validate_json(plain)
        except (InvalidTag, ValueError, ValidationError, zlib.error):
            return None
        return draft if 0 <= now_ms - draft.at <= LIFE_MS else None

    def _key(self, day: int) -> AESGCM:
        return AESGCM(hmac.new(self._secret, f"heed form {day}".encode(), hashlib.sha256).digest())
