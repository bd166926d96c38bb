"""One SQLite file a partition: a fold's tables, the input position that they reflect, and the records to send."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from services.streaming.batch import Row
from services.streaming.records import Place

RUNTIME_VERSION = 1
"""The version of the runtime's own tables; `user_version` is this times 1,000 plus the fold's version."""

TABLES = """
CREATE TABLE heed_state (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    position INTEGER NOT NULL, log_time INTEGER NOT NULL, folded INTEGER NOT NULL,
    rejected TEXT NOT NULL, allowed_until INTEGER NOT NULL, stopped_at INTEGER,
    cluster TEXT NOT NULL, topic_id TEXT NOT NULL, partitions INTEGER NOT NULL, engine TEXT NOT NULL);
CREATE TABLE heed_events (
    offset INTEGER, idx INTEGER, topic TEXT NOT NULL, partition INTEGER NOT NULL, key BLOB NOT NULL, value BLOB,
    timestamp INTEGER NOT NULL, type TEXT NOT NULL, trace BLOB, PRIMARY KEY (offset, idx)) WITHOUT ROWID;
CREATE TABLE heed_values (
    offset INTEGER NOT NULL, idx INTEGER NOT NULL, topic TEXT, partition INTEGER NOT NULL, key BLOB, value BLOB,
    timestamp INTEGER NOT NULL, type TEXT NOT NULL, trace BLOB, PRIMARY KEY (topic, key)) WITHOUT ROWID;
CREATE INDEX heed_values_place ON heed_values (offset, idx);
"""


class Identity(NamedTuple):
    """The log that a file belongs to, and what folded it."""

    cluster: str
    topic_id: str
    partitions: int
    engine: str


class StateMismatch(Exception):
    """The file belongs to another log, or a newer program wrote it. The message says what to do."""


class PositionConflict(Exception):
    """Another worker has folded into the file, or the log no longer holds what the file has not folded."""


@dataclass(slots=True)
class Progress:
    """What the file says of how far it is. `position` is the next offset to read; times are Unix milliseconds.

    `folded` counts records; `rejected` holds the ordinals of those dead-lettered in the window.
    """

    position: int = 0
    log_time: int = 0
    folded: int = 0
    rejected: tuple[int, ...] = ()
    allowed_until: int = 0
    stopped_at: int | None = None


class StateFile:
    """The file of one partition, opened for writing by its owner."""

    def __init__(self, path: Path | None, schema: str, version: int, identity: Identity) -> None:
        """Open or create. `path` None keeps it in memory. Raises `StateMismatch`."""
        self.path = path
        self.version = RUNTIME_VERSION * 1_000 + version
        self.db = _connect(path)
        if self.db.execute("PRAGMA user_version").fetchone()[0] == 0:
            self._create(schema, identity)
        self.engine_changed = self._check(identity)
        self.progress = self._load()

    def _create(self, schema: str, identity: Identity) -> None:
        tables = [line for line in (TABLES + schema).split(";") if line.strip()]
        self.db.execute("BEGIN IMMEDIATE")
        for statement in tables:
            self.db.execute(statement)
        self.db.execute("INSERT INTO heed_state VALUES (1, 0, 0, 0, '[]', 0, NULL, ?, ?, ?, ?)", identity)
        self.db.execute(f"PRAGMA user_version = {self.version}")
        self.db.execute("COMMIT")

    def _check(self, identity: Identity) -> bool:
        """Whether another engine, or an older schema, wrote the file, so that it must be rebuilt."""
        version = self.db.execute("PRAGMA user_version").fetchone()[0]
        if version > self.version:
            raise StateMismatch(
                f"{self.path}: written by a newer program (schema {version}; this one knows {self.version})"
            )
        found = Identity(*self.db.execute("SELECT cluster, topic_id, partitions, engine FROM heed_state").fetchone())
        for name in ("cluster", "topic_id", "partitions"):
            if getattr(found, name) != getattr(identity, name):
                raise StateMismatch(
                    f"log and state differ: {self.path} reflects {name} {getattr(found, name)}, "
                    f"the log has {getattr(identity, name)}; "
                    "`heed state drop` removes the file, and it is rebuilt from the log"
                )
        return version < self.version or found.engine != identity.engine

    def _load(self) -> Progress:
        row = self.db.execute(
            "SELECT position, log_time, folded, rejected, allowed_until, stopped_at FROM heed_state"
        ).fetchone()
        return Progress(row[0], row[1], row[2], tuple(json.loads(row[3])), row[4], row[5])

    @contextmanager
    def batch(self) -> Iterator[Progress]:
        """A write transaction on the position that memory knows; rolled back when the body raises."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            found = self._load()
            if found.position != self.progress.position:
                raise PositionConflict(
                    f"{self.path}: position {found.position} in the file, {self.progress.position} in memory: "
                    "another worker has folded into it"
                )
            yield found
            self._save(found)
            self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise
        self.progress = found

    def _save(self, progress: Progress) -> None:
        self.db.execute(
            "UPDATE heed_state SET position = ?, log_time = ?, folded = ?, rejected = ?, "
            "allowed_until = ?, stopped_at = ?",
            (
                progress.position,
                progress.log_time,
                progress.folded,
                json.dumps(progress.rejected),
                progress.allowed_until,
                progress.stopped_at,
            ),
        )

    def enqueue(self, events: Sequence[Row], values: Sequence[Row]) -> None:
        """Put outputs into the outbox; a value replaces the one of its (topic, key) that is not sent yet."""
        self.db.executemany("INSERT INTO heed_events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_flat, events))
        self.db.executemany("INSERT OR REPLACE INTO heed_values VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_flat, values))

    def pending(self, most: int) -> list[Row]:
        """The oldest outputs in order of place: about `most`, and always every output of an offset or none."""
        end = self.db.execute(
            "SELECT max(offset) FROM (SELECT offset FROM heed_events UNION ALL SELECT offset FROM heed_values "
            "ORDER BY offset LIMIT ?)",
            (most,),
        ).fetchone()[0]
        if end is None:
            return []
        rows = self.db.execute(
            "SELECT *, 0 FROM heed_events WHERE offset <= ? UNION ALL SELECT *, 1 FROM heed_values WHERE offset <= ? "
            "ORDER BY offset, idx",
            (end, end),
        )
        return [_row(*row) for row in rows]

    def waiting(self) -> int:
        """How many outputs are not sent yet."""
        query = "SELECT (SELECT count(*) FROM heed_events) + (SELECT count(*) FROM heed_values)"
        return int(self.db.execute(query).fetchone()[0])

    def first_waiting(self) -> int | None:
        """The offset of the oldest output that is not sent yet."""
        query = (
            "SELECT min(offset) FROM (SELECT min(offset) AS offset FROM heed_events "
            "UNION ALL SELECT min(offset) FROM heed_values)"
        )
        found = self.db.execute(query).fetchone()[0]
        return None if found is None else int(found)

    def sent(self, through: int) -> None:
        """Forget the outputs of offsets up to and with `through`: Kafka has them."""
        self.db.execute("BEGIN IMMEDIATE")
        self.db.execute("DELETE FROM heed_events WHERE offset <= ?", (through,))
        self.db.execute("DELETE FROM heed_values WHERE offset <= ?", (through,))
        self.db.execute("COMMIT")

    def close(self) -> None:
        """Close the file. What is committed stays."""
        self.db.close()


def _row(offset: int, index: int, *rest: Any) -> Row:
    return Row._make((Place(offset, index), *rest[:-1], bool(rest[-1])))


def _flat(row: Row) -> tuple[object, ...]:
    return (*row.place, *row[1:-1])


def _connect(path: Path | None) -> sqlite3.Connection:
    """`synchronous=NORMAL` may lose the last commits when power fails; a fold then reads them from the log again.

    A checkpoint each 8,000 pages (32 MB, half of what is too much) instead of 1,000 writes a page that changes with
    every batch once instead of eight times.
    """
    db = sqlite3.connect(":memory:" if path is None else path, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = NORMAL")
    db.execute("PRAGMA wal_autocheckpoint = 8000")
    db.execute("PRAGMA busy_timeout = 5000")
    db.execute("PRAGMA cache_size = -65536")
    db.execute("PRAGMA temp_store = MEMORY")
    return db
