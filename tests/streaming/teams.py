"""A small fold for tests of the runtime: events seen once, counts per team, a deadline ten seconds after each."""

import json
import sqlite3
from typing import Any, ClassVar

from services.streaming.fold import Batch
from services.streaming.records import Record

WAIT_MS = 10_000


class Teams:
    """Reads `{"id", "team"}`; emits each id once, puts each team's count, and says when a team has been quiet."""

    schema: ClassVar[str] = """
        CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE counts (team TEXT PRIMARY KEY, n INTEGER NOT NULL, quiet_at INTEGER) WITHOUT ROWID
    """
    version: ClassVar[int] = 1

    def open(self, db: sqlite3.Connection) -> None:
        self._db = db

    def apply(self, batch: Batch) -> None:
        for record in batch:
            self._fire(batch, record)
            said = _said(record)
            if said is None:
                batch.reject(record, reason="unreadable", field="", message="JSON with id and team")
            elif self._new(said["id"]):
                self._count(batch, record, said)
            else:
                batch.duplicate(record)

    def due(self, log_time: int) -> int | None:
        row = self._db.execute("SELECT min(quiet_at) FROM counts").fetchone()
        return None if row[0] is None else int(row[0])

    def _fire(self, batch: Batch, record: Record) -> None:
        quiet = self._db.execute(
            "SELECT team, quiet_at FROM counts WHERE quiet_at <= ? ORDER BY quiet_at, team", (record.log_time,)
        ).fetchall()
        for team, at in quiet:
            batch.emit(record, "alert-revisions", key=team, value=f"quiet since {at}".encode(), type="test.quiet")
            self._db.execute("UPDATE counts SET quiet_at = NULL WHERE team = ?", (team,))

    def _new(self, id: str) -> bool:
        return self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (id,)).rowcount == 1

    def _count(self, batch: Batch, record: Record, said: dict[str, Any]) -> None:
        self._db.execute(
            "INSERT INTO counts VALUES (?, 1, ?) ON CONFLICT DO UPDATE SET n = n + 1, quiet_at = excluded.quiet_at",
            (said["team"], record.log_time + WAIT_MS),
        )
        n = self._db.execute("SELECT n FROM counts WHERE team = ?", (said["team"],)).fetchone()[0]
        batch.emit(record, "alert-revisions", key=said["id"], value=record.value, type="test.seen")
        batch.put(record, "counts", key=said["team"], value=str(n).encode(), type="test.count")


def _said(record: Record) -> dict[str, Any] | None:
    try:
        said = json.loads(record.value or b"")
    except ValueError:
        return None
    return said if isinstance(said, dict) and {"id", "team"} <= said.keys() else None


def report(id: int, team: int = 0) -> bytes:
    """A record's value that the fold can read."""
    return json.dumps({"id": f"r{id}", "team": f"t{team}"}).encode()
