"""What waits to be sent, and what intake refused: a file of the agency's own."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self

Kind = Literal["case-event", "incident-report"]

TABLES = """
CREATE TABLE IF NOT EXISTS records (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    revision INTEGER NOT NULL,
    body TEXT NOT NULL,
    refused TEXT,
    UNIQUE (kind, name, revision)
);
CREATE INDEX IF NOT EXISTS waiting ON records (seq) WHERE refused IS NULL;
"""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record to be sent. `name`: its event id, or its idempotency key."""

    seq: int
    kind: Kind
    name: str
    body: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that intake refused, and why."""

    name: str
    revision: int
    kind: Kind
    body: dict[str, Any]
    reason: str
    errors: tuple[str, ...]


class Spool:
    """Records in the order in which they were put. It holds pseudonyms: only its owner may read the file.

    The same event in the same revision is held once; put again, it replaces what was refused, and waits anew.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=FULL")
        self._db.executescript(TABLES)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def put(self, *events: dict[str, Any]) -> None:
        """Case events, as intake takes them. On the disk when it returns."""
        self._put("case-event", ((str(one["event_id"]), one) for one in events))

    def add(self, event: dict[str, Any]) -> None:
        """One case event, within a transaction of the caller's."""
        self._insert("case-event", [(str(event["event_id"]), event)])

    def put_reports(
        self, reports: Iterable[tuple[str, dict[str, Any]]], along: Callable[[sqlite3.Connection], object] | None = None
    ) -> None:
        """Incident reports under their idempotency keys. `along` happens in the same transaction."""
        self._put("incident-report", reports, along)

    def first(self, most: int) -> list[Waiting]:
        """Of one kind, the next that are to be sent."""
        rows = self._db.execute(
            "SELECT seq, kind, name, body FROM records WHERE refused IS NULL ORDER BY seq LIMIT ?", (most,)
        ).fetchall()
        return [Waiting(seq, kind, name, json.loads(body)) for seq, kind, name, body in rows if kind == rows[0][1]]

    def settle(self, taken: Sequence[int], refused: Iterable[tuple[int, str, Sequence[str]]]) -> None:
        """What intake took is dropped; what it refused is kept with its reason and errors."""
        with self.transaction():
            self._db.executemany("DELETE FROM records WHERE seq = ?", ((seq,) for seq in taken))
            rows = ((json.dumps({"reason": reason, "errors": list(errors)}), seq) for seq, reason, errors in refused)
            self._db.executemany("UPDATE records SET refused = ? WHERE seq = ?", rows)

    def again(self) -> int:
        """What was refused waits once more, as it is: for when the fault was not the record's. How many."""
        return self._db.execute("UPDATE records SET refused = NULL WHERE refused IS NOT NULL").rowcount

    def refused(self) -> Iterator[Refused]:
        """In order."""
        query = "SELECT name, revision, kind, body, refused FROM records WHERE refused IS NOT NULL ORDER BY seq"
        for name, revision, kind, body, said in self._db.execute(query):
            why = json.loads(said)
            yield Refused(name, revision, kind, json.loads(body), why["reason"], tuple(why["errors"]))

    @property
    def waiting(self) -> int:
        """How many are still to be sent."""
        return int(self._db.execute("SELECT count(*) FROM records WHERE refused IS NULL").fetchone()[0])

    def _put(
        self,
        kind: Kind,
        records: Iterable[tuple[str, dict[str, Any]]],
        along: Callable[[sqlite3.Connection], object] | None = None,
    ) -> None:
        with self.transaction():
            if along is not None:
                along(self._db)
            self._insert(kind, records)

    def _insert(self, kind: Kind, records: Iterable[tuple[str, dict[str, Any]]]) -> None:
        sql = (
            "INSERT INTO records (kind, name, revision, body) VALUES (?,?,?,?) ON CONFLICT (kind, name, revision) "
            "DO UPDATE SET body = excluded.body, refused = NULL"
        )
        self._db.executemany(sql, ((kind, name, one.get("revision", 1), json.dumps(one)) for name, one in records))

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is done in the block, or nothing."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield self._db
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")
