"""Dead letters: what a fold could not use, why, and the record itself, readable only with the dead-letter key."""

import base64
import json

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from schemas.base import encode
from schemas.control import DeadLetter
from services.streaming.batch import Rejection
from services.streaming.records import Headers, Record

DEAD_LETTERS = "dead-letters"


def seal(key: bytes, record: Record) -> str:
    """The record's key, headers and value under AES-SIV, bound to its place; in base64.

    SIV (RFC 5297) needs no nonce, so a replay gives the same bytes; `key` has 64 bytes.
    """
    plain = json.dumps(
        {
            "key": _text(record.key),
            "headers": [[name, _text(value)] for name, value in record.headers],
            "value": _text(record.value),
        }
    ).encode()
    return base64.b64encode(
        AESSIV(key).encrypt(plain, [_place(record.topic, record.partition, record.offset)])
    ).decode()


def unseal(key: bytes, letter: DeadLetter) -> dict[str, bytes | None]:
    """The refused record's `key` and `value`. Raises `cryptography.exceptions.InvalidTag` under another key."""
    place = _place(letter.topic, letter.partition, letter.offset)
    plain = json.loads(AESSIV(key).decrypt(base64.b64decode(letter.sealed), [place]))
    return {name: None if plain[name] is None else base64.b64decode(plain[name]) for name in ("key", "value")}


def letter(key: bytes, topic: str, rejection: Rejection) -> bytes:
    """The value of the dead letter. `topic` is the source's name in the topology.

    Its key and headers are sealed with the value: nobody has checked that they hold no clear id.
    """
    record = rejection.record
    return encode(
        DeadLetter(
            topic=topic,
            partition=record.partition,
            offset=record.offset,
            timestamp=record.timestamp,
            reason=rejection.reason,
            field=rejection.field[:1_000],
            message=rejection.message[:4_000],
            sealed=seal(key, record),
        )
    )


def letter_key(topic: str, partition: int, offset: int) -> str:
    """The dead letter's key: the place of the refused record."""
    return f"{topic}/{partition}/{offset}"


def letter_headers(found: DeadLetter) -> Headers:
    """The `dlq-*` headers, for tools that read no JSON."""
    names = ("reason", "field", "topic", "partition", "offset")
    return tuple((f"dlq-{name}", str(getattr(found, name)).encode()) for name in names)


def _place(topic: str, partition: int, offset: int) -> bytes:
    return letter_key(topic, partition, offset).encode()


def _text(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(value).decode()
