"""Records on their way to Kafka, as rows."""

import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from services.streaming.records import Headers

FIELDS = "topic, partition, key, value, headers, timestamp"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to be sent. `topic` without prefix; `timestamp` Unix milliseconds, None: the relay's own."""

    topic: str
    partition: int
    key: bytes
    value: bytes
    headers: Headers
    timestamp: int | None
    barrier: bool = False


@dataclass(frozen=True, slots=True)
class Pending:
    """A row of `outbox` (`place` its seq) or of `learning` (`place` its token)."""

    place: int | bytes
    record: Outgoing


def add(db: sqlite3.Connection, record: Outgoing, accepted: int) -> int:
    """Append to the outbox; its seq."""
    row = (*_columns(record), record.barrier, accepted)
    cursor = db.execute(f"INSERT INTO outbox ({FIELDS}, barrier, accepted) VALUES (?,?,?,?,?,?,?,?)", row)  # noqa: S608
    return int(cursor.lastrowid or 0)


def add_learning(db: sqlite3.Connection, record: Outgoing, revision: int, accepted_day: int) -> None:
    """Put into the learning lane; `accepted_day` is Unix milliseconds of the day's start, so that no time is kept."""
    row = (*_columns(record), secrets.token_bytes(16), revision, accepted_day)
    db.execute(f"INSERT INTO learning ({FIELDS}, token, revision, accepted) VALUES (?,?,?,?,?,?,?,?,?)", row)  # noqa: S608


def after(db: sqlite3.Connection, seq: int, limit: int) -> list[Pending]:
    """Rows of the outbox after `seq`, in order."""
    found = db.execute(
        f"SELECT {FIELDS}, barrier, seq FROM outbox WHERE seq > ? ORDER BY seq LIMIT ?",  # noqa: S608
        (seq, limit),
    ).fetchall()
    return [Pending(row[7], _record(row, barrier=bool(row[6]))) for row in found]


def waiting_learning(db: sqlite3.Connection, limit: int) -> list[tuple[int, Pending]]:
    """Rows of the learning lane with their revision, in no order that means anything."""
    found = db.execute(f"SELECT {FIELDS}, revision, token FROM learning LIMIT ?", (limit,)).fetchall()  # noqa: S608
    return [(row[6], Pending(row[7], _record(row))) for row in found]


def delete(db: sqlite3.Connection, places: Iterable[int | bytes]) -> None:
    """Forget rows that Kafka has."""
    for table, column, chosen in _by_table(places):
        db.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(place,) for place in chosen])  # noqa: S608


def depth(db: sqlite3.Connection) -> int:
    """Rows that wait, of both lanes."""
    return sum(int(db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]) for table in ("outbox", "learning"))  # noqa: S608


def oldest(db: sqlite3.Connection) -> int | None:
    """Unix milliseconds at which the first row that still waits in the outbox was accepted."""
    row = db.execute("SELECT accepted FROM outbox ORDER BY seq LIMIT 1").fetchone()
    return None if row is None else int(row[0])


def _by_table(places: Iterable[int | bytes]) -> Sequence[tuple[str, str, list[int | bytes]]]:
    chosen = list(places)
    return (
        ("outbox", "seq", [place for place in chosen if isinstance(place, int)]),
        ("learning", "token", [place for place in chosen if isinstance(place, bytes)]),
    )


def _columns(record: Outgoing) -> tuple[str, int, bytes, bytes, bytes, int | None]:
    headers = b"\0".join(part for name, value in record.headers for part in (name.encode(), value))
    return record.topic, record.partition, record.key, record.value, headers, record.timestamp


def _record(row: tuple[Any, ...], *, barrier: bool = False) -> Outgoing:
    topic, partition, key, value, headers, timestamp = row[:6]
    return Outgoing(topic, partition, key, value, headers_of(headers), timestamp, barrier)


def headers_of(column: bytes) -> Headers:
    """Headers as the tables hold them: names and values in turn, NUL between."""
    parts = column.split(b"\0") if column else []
    return tuple(zip(map(bytes.decode, parts[::2]), parts[1::2], strict=True))
