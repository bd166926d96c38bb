"""An area's new key, and the map from the old pseudonyms to the new: `subject_merged` events of the authority's own.

The map is signed with the old key (HMAC-SHA256 of its bytes): whoever holds that key can tell that its holder made it.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from services.intake.area_keys import AreaKey
from services.intake.subject_key import subject_key


def next_key(old: AreaKey | None) -> AreaKey:
    """256 random bits, of the next version; the first is version 1."""
    return AreaKey(1 if old is None else old.version + 1, secrets.token_bytes(32))


def merges(
    identifiers: Iterable[str], old: AreaKey, new: AreaKey, area: str, agency: str, at: datetime
) -> Iterator[dict[str, Any]]:
    """An event for each child, by `identifiers` as `nhs_identifier` and `la_identifier` make them. Each once."""
    for identifier in dict.fromkeys(identifiers):
        before, after = (subject_key(key.key, key.version, identifier) for key in (old, new))
        name = hashlib.blake2b(f"{before}|{after}".encode(), digest_size=20).hexdigest()
        yield {
            "type": "subject_merged",
            "event_id": f"rotation:{name}",
            "revision": 1,
            "area": area,
            "subject_key": before,
            "to_subject_key": after,
            "agency": agency,
            "responsible_agency": agency,
            "occurred_at": at.isoformat(),
            "occurred_precision": "minute",
            "recorded_at": at.isoformat(),
        }


def lines(events: Iterable[dict[str, Any]]) -> bytes:
    """As they are sent and signed: one a line."""
    return b"".join(json.dumps(event, separators=(",", ":")).encode() + b"\n" for event in events)


def signature(key: AreaKey, content: bytes) -> str:
    """Of a map, by the key that it leads away from."""
    return f"k{key.version}:{hmac.new(key.key, content, hashlib.sha256).hexdigest()}"


def is_signed(key: AreaKey, content: bytes, signed: str) -> bool:
    """Whether the key's holder made the map, and nobody has changed it since."""
    return hmac.compare_digest(signature(key, content), signed.strip())
