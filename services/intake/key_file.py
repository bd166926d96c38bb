"""The file of API keys: what each may do, from when to when. Of a key itself it holds a keyed hash only."""

import base64
import fcntl
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from schemas.problems import problems
from services.intake.private_files import read_private, write_private

FILE: Final = "api-keys.json"
PREFIX: Final = "heed_"
DEMO: Final = "demo"
"""The note of the demo's keys, which are made anew where the configuration changes."""
Scope = Literal["case-events", "incident-reports", "feeds", "readings", "independent-readings"]
SCOPES: Final[tuple[Scope, ...]] = ("case-events", "incident-reports", "feeds")
"""What a key is for where nothing else is said: events, reports, and saying how far a feed is complete."""
READERS: Final[tuple[Scope, ...]] = ("readings", "independent-readings")
"""Only where it is said: the protection read of what people wrote; beside it, what came by the independent route."""
EVERY: Final = SCOPES + READERS


class BadKeyFileError(ValueError):
    """The file isn't one of API keys; says each place that isn't, without what stands there."""


class StoredKey(BaseModel):
    """A key, by the hash of what its holder has. In force from when it was issued to before `until`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(pattern=r"^[a-z2-7]{8}$")]
    agency: str
    areas: tuple[str, ...]
    sources: tuple[str, ...]
    scopes: tuple[Scope, ...] = SCOPES
    sandbox: bool = False
    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", repr=False)]
    issued: AwareDatetime
    until: AwareDatetime | None = None
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _older(cls, said: Any) -> Any:
        """A file of the first version, which only a demo had, gave its keys neither an id nor a date."""
        if isinstance(said, dict) and said.keys() == {"agency", "areas", "sources", "hash"}:
            return {**said, "id": id_of(str(said["hash"])), "issued": "2026-01-01T00:00:00Z", "note": DEMO}
        return said

    def holds(self, now: datetime) -> bool:
        """Whether it is in force."""
        return self.until is None or now < self.until


class KeyFile(BaseModel):
    """All keys, those that have ended too: so that an id says for ever whose it was."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pepper: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", repr=False)]
    keys: tuple[StoredKey, ...] = ()


class Issued(NamedTuple):
    """A new key: what its holder gets, shown once, and what is stored of it."""

    key: str
    stored: StoredKey


def new_api_key(sandbox: bool = False) -> tuple[str, str]:
    """A key and its id, which is its middle part. 256 random bits: a fast keyed hash of it is enough to store."""
    id = "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(8))
    return f"{PREFIX}{'test_' if sandbox else ''}{id}_{secrets.token_urlsafe(32)}", id


def id_of(hashed: str) -> str:
    """An id for a key that has none in its middle."""
    return base64.b32encode(bytes.fromhex(hashed))[:8].decode().lower()


def hash_api_key(pepper: str, api_key: str) -> str:
    """HMAC-SHA256, hexadecimal."""
    return hmac.new(bytes.fromhex(pepper), api_key.encode(), hashlib.sha256).hexdigest()


def read_keys(directory: Path) -> KeyFile:
    """Raises `ReadableByOthersError`, `FileNotFoundError`, `BadKeyFileError`."""
    try:
        return KeyFile.model_validate_json(read_private(directory / FILE))
    except ValidationError as error:
        told = "; ".join(f"{one.pointer or '/'}: {one.message}" for one in problems(error))
        raise BadKeyFileError(f"{directory / FILE}: {told}") from None


class Change:
    """The file while it is being changed; nobody else changes it meanwhile."""

    def __init__(self, file: KeyFile) -> None:
        self.file = file

    def put(self, *keys: StoredKey) -> None:
        """Add keys, or replace those with the same id."""
        kept = {key.id: key for key in (*self.file.keys, *keys)}
        self.file = self.file.model_copy(update={"keys": tuple(kept.values())})

    def drop(self, *ids: str) -> None:
        """Take keys out altogether."""
        kept = tuple(key for key in self.file.keys if key.id not in ids)
        self.file = self.file.model_copy(update={"keys": kept})


@contextmanager
def changing(directory: Path) -> Iterator[Change]:
    """Read, change, write whole: under a lock, and not at all where the block fails."""
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    lock = os.open(directory / f"{FILE}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        there = (directory / FILE).exists()
        change = Change(read_keys(directory) if there else KeyFile(pepper=secrets.token_hex(32)))
        before = change.file
        yield change
        if not there or change.file != before:
            write_private(directory / FILE, change.file.model_dump_json(indent=1).encode())
    finally:
        os.close(lock)
