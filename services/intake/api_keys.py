"""Who may send what: grants by API key, read again as soon as the file of keys changes."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import structlog

from services.intake.key_file import FILE, SCOPES, BadKeyFileError, KeyFile, StoredKey, hash_api_key, read_keys

LOOK_S: Final = 1.0
"""How often the file is looked at, so that a key that is revoked is refused within about a second."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What the holder of a key may do: write for one agency, in these areas, and complete these feeds.

    `key` is the key's id. With a `sandbox` key everything is checked and answered, and nothing is kept.
    """

    agency: str
    areas: frozenset[str]
    sources: frozenset[str]
    scopes: frozenset[str] = frozenset(SCOPES)
    sandbox: bool = False
    key: str = ""


def granted(stored: StoredKey) -> Grant:
    """What a stored key allows."""
    areas, sources, scopes = (frozenset(some) for some in (stored.areas, stored.sources, stored.scopes))
    return Grant(stored.agency, areas, sources, scopes, stored.sandbox, stored.id)


class ApiKeys:
    """Grants by the hash of a key. A file that can't be read any more leaves them as they were, and is logged."""

    def __init__(
        self,
        directory: Path,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self._directory, self._now, self._tick = directory, now, tick
        self._seen = self._mark()
        self._take(read_keys(directory))
        self._looked = tick()

    def grant(self, authorization: str | None) -> Grant | None:
        """What the value of an `Authorization` header allows; None when it is no bearer key that is in force."""
        scheme, _, key = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            return None
        if self._tick() - self._looked >= LOOK_S:
            self._look()
        hashed = hash_api_key(self._pepper, key.strip())
        found = self._held.get(hashed)
        if found is None or (found[1] is not None and self._now() >= found[1]):
            return None
        return found[0]

    def _look(self) -> None:
        self._looked = self._tick()
        mark = self._mark()
        if mark == self._seen:
            return
        try:
            self._take(read_keys(self._directory))
        except (OSError, BadKeyFileError) as error:
            structlog.get_logger("intake.keys").error("the file of API keys can't be read", error=str(error))
        self._seen = mark

    def _mark(self) -> tuple[int, int, int] | None:
        """Changes whenever the file is written: it is always replaced whole."""
        try:
            said = (self._directory / FILE).stat()
        except FileNotFoundError:
            return None
        return said.st_mtime_ns, said.st_size, said.st_ino

    def _take(self, file: KeyFile) -> None:
        self._pepper = file.pepper
        self._held: Mapping[str, tuple[Grant, datetime | None]] = {
            key.hash: (granted(key), key.until) for key in file.keys
        }


def load_api_keys(directory: Path) -> ApiKeys:
    """Raises `ReadableByOthersError`, `FileNotFoundError`, `BadKeyFileError`."""
    return ApiKeys(directory)
