"""The fold under attack: events once, running counts, values, dead letters, and a deadline that time alone passes.

Every event's bytes hold how many of its child came before, so one event lost or counted twice changes all that follow.
"""

import json
import sqlite3
from typing import Any, ClassVar

from services.streaming.fold import Batch
from services.streaming.records import Record

VISIT_WITHIN_MS = 24 * 3_600_000
"""A referral wants a visit within a day."""


class Visits:
    """Reads `{"id", "child", "team", "kind"}`, kind `referral`, `visit` or `note`; and `{"kind": "clock"}`."""

    schema: ClassVar[str] = """
        CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID;
        CREATE TABLE children (child TEXT PRIMARY KEY, n INTEGER NOT NULL, due INTEGER) WITHOUT ROWID;
        CREATE INDEX children_due ON children (due) WHERE due IS NOT NULL;
        CREATE TABLE teams (team TEXT PRIMARY KEY, n INTEGER NOT NULL) WITHOUT ROWID
    """
    version: ClassVar[int] = 1

    def open(self, db: sqlite3.Connection) -> None:
        self._db = db

    def apply(self, batch: Batch) -> None:
        for record in batch:
            self._fire(batch, record)
            said = _said(record)
            if said is None:
                batch.reject(record, reason="unreadable", field="", message="JSON with kind, id, child and team")
            elif said["kind"] == "clock":
                continue
            elif self._new(said["id"]):
                self._take(batch, record, said)
            else:
                batch.duplicate(record)

    def due(self, log_time: int) -> int | None:
        due: int | None = self._db.execute("SELECT min(due) FROM children").fetchone()[0]
        return due

    def _fire(self, batch: Batch, record: Record) -> None:
        query = "SELECT child, due FROM children WHERE due <= ? ORDER BY due, child"
        for child, due in self._db.execute(query, (record.log_time,)).fetchall():
            self._db.execute("UPDATE children SET due = NULL WHERE child = ?", (child,))
            self._say(batch, record, child, {"not_recorded": "visit", "by": due})

    def _new(self, id: str) -> bool:
        return self._db.execute("INSERT OR IGNORE INTO seen VALUES (?)", (id,)).rowcount == 1

    def _take(self, batch: Batch, record: Record, said: dict[str, Any]) -> None:
        child, team = said["child"], said["team"]
        n = self._add("INSERT INTO children VALUES (?, 1, NULL) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n", child)
        self._watch(record, child, said["kind"])
        self._say(batch, record, child, {"id": said["id"], "kind": said["kind"], "n": n})
        total = self._add("INSERT INTO teams VALUES (?, 1) ON CONFLICT DO UPDATE SET n = n + 1 RETURNING n", team)
        batch.put(record, "counts", key=team, value=str(total).encode(), type="test.count")

    def _add(self, query: str, key: str) -> int:
        return int(self._db.execute(query, (key,)).fetchone()[0])

    def _watch(self, record: Record, child: str, kind: str) -> None:
        if kind == "visit":
            self._db.execute("UPDATE children SET due = NULL WHERE child = ?", (child,))
        elif kind == "referral":
            due = record.log_time + VISIT_WITHIN_MS
            self._db.execute("UPDATE children SET due = coalesce(due, ?) WHERE child = ?", (due, child))

    def _say(self, batch: Batch, record: Record, child: str, what: dict[str, object]) -> None:
        batch.emit(record, "alert-revisions", key=child, value=json.dumps(what).encode(), type="test.said")


def _said(record: Record) -> dict[str, Any] | None:
    try:
        said = json.loads(record.value or b"")
    except ValueError:
        return None
    known = isinstance(said, dict) and ({"kind", "id", "child", "team"} <= said.keys() or _is_clock(said))
    return said if known else None


def _is_clock(said: dict[str, Any]) -> bool:
    """Ours, or the one that the runtime's clock writer appends."""
    return "clock" in (said.get("kind"), said.get("type")) and said.setdefault("kind", "clock") == "clock"
