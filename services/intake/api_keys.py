"""Who may send what: API keys, of which only a keyed hash is stored."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from services.intake.private_files import read_private, write_private

FILE: Final = "api-keys.json"
PREFIX: Final = "heed_"


@dataclass(frozen=True, slots=True)
class Grant:
    """What the holder of a key may do: write for one agency, in these areas, and complete these feeds."""

    agency: str
    areas: frozenset[str]
    sources: frozenset[str]


def new_api_key() -> str:
    """256 random bits. Because nobody can guess one, a fast keyed hash of it is enough to store."""
    return PREFIX + secrets.token_urlsafe(32)


def hash_api_key(pepper: bytes, api_key: str) -> str:
    """HMAC-SHA256, hexadecimal."""
    return hmac.new(pepper, api_key.encode(), hashlib.sha256).hexdigest()


class ApiKeys:
    """Grants by the hash of a key."""

    def __init__(self, pepper: bytes, grants: Mapping[str, Grant]) -> None:
        self._pepper = pepper
        self._grants = dict(grants)

    def grant(self, authorization: str | None) -> Grant | None:
        """What the value of an `Authorization` header allows; None when it is no known bearer key."""
        scheme, _, key = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not key:
            return None
        return self._grants.get(hash_api_key(self._pepper, key.strip()))


def load_api_keys(directory: Path) -> ApiKeys:
    """Read `api-keys.json`. Raises `ReadableByOthersError`, `FileNotFoundError`."""
    stored = json.loads(read_private(directory / FILE))
    grants = {
        row["hash"]: Grant(row["agency"], frozenset(row["areas"]), frozenset(row["sources"])) for row in stored["keys"]
    }
    return ApiKeys(bytes.fromhex(stored["pepper"]), grants)


def store_api_keys(directory: Path, keys: Iterable[tuple[str, Grant]]) -> None:
    """Write `api-keys.json` for these keys and their grants: a fresh pepper, and hashes only."""
    pepper = secrets.token_bytes(32)
    rows = [
        {
            "agency": grant.agency,
            "areas": sorted(grant.areas),
            "sources": sorted(grant.sources),
            "hash": hash_api_key(pepper, key),
        }
        for key, grant in keys
    ]
    write_private(directory / FILE, json.dumps({"pepper": pepper.hex(), "keys": rows}, indent=1).encode())
