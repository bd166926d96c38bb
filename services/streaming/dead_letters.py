"""Dead letters: what a fold could not use, why, and the record itself, readable only with the dead-letter key."""

import base64
import json
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from schemas.base import LAST_MILLI, encode
from schemas.control import DeadLetter
from services.streaming.batch import Rejection
from services.streaming.records import Headers, Record

DEAD_LETTERS = "dead-letters"
MOST_SEALED = 650_000
"""Bytes of a record, as it is sealed, that a letter holds: in base64 they fill most of the 1 MiB that Kafka takes."""
LEFT_OUT = "; too large to be sealed here, the record stays in its own topic"


def seal(key: bytes, record: Record) -> str:
    """The record's key, headers and value under AES-SIV, bound to its place; in base64.

    SIV (RFC 5297) needs no nonce, so a replay gives the same bytes; `key` has 64 bytes.
    """
    place = _place(record.topic, record.partition, record.offset)
    return base64.b64encode(AESSIV(key).encrypt(_plain(record), [place])).decode()


class Unsealed(NamedTuple):
    """What a dead letter holds of the record that was refused."""

    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]


def unseal(key: bytes, letter: DeadLetter) -> Unsealed:
    """The refused record. Raises `cryptography.exceptions.InvalidTag` under another key."""
    place = _place(letter.topic, letter.partition, letter.offset)
    plain = json.loads(AESSIV(key).decrypt(base64.b64decode(letter.sealed), [place]))
    headers = tuple((name, _bytes(value)) for name, value in plain["headers"])
    return Unsealed(_bytes(plain["key"]), _bytes(plain["value"]), headers)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text)


def letter(key: bytes, topic: str, rejection: Rejection) -> bytes:
    """The value of the dead letter. `topic` is the source's name in the topology.

    Its key and headers are sealed with the value: nobody has checked that they hold no clear id. Of a record that is
    larger than `MOST_SEALED` nothing is sealed, and the message says so: a letter that Kafka refuses would stop the
    partition. A time that no contract holds (a writer may leave it out: -1) is told as the nearest that it does.
    """
    record, left_out = rejection.record, ""
    if len(_plain(record)) > MOST_SEALED:
        record, left_out = record._replace(key=None, headers=(), value=None), LEFT_OUT
    return encode(
        DeadLetter(
            topic=topic,
            partition=record.partition,
            offset=record.offset,
            timestamp=min(max(record.timestamp, 0), LAST_MILLI),
            reason=rejection.reason,
            field=rejection.field[:1_000],
            message=rejection.message[:3_900] + left_out,
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


def _plain(record: Record) -> bytes:
    """What is sealed of a record."""
    headers = [[name, _text(value)] for name, value in record.headers]
    return json.dumps({"key": _text(record.key), "headers": headers, "value": _text(record.value)}).encode()


def _place(topic: str, partition: int, offset: int) -> bytes:
    return letter_key(topic, partition, offset).encode()


def _text(value: bytes | None) -> str | None:
    return None if value is None else base64.b64encode(value).decode()
