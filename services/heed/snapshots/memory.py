"""What earlier extracts said, in the spool's own file: pseudonyms, codes and hashes, and nothing in the clear."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

TABLES: Final = """
CREATE TABLE IF NOT EXISTS extracts (number INTEGER PRIMARY KEY, taken TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS extract_tables (name TEXT PRIMARY KEY, rows INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS extracted (
    event_id TEXT PRIMARY KEY, source TEXT NOT NULL, row TEXT NOT NULL, revision INTEGER NOT NULL,
    digest BLOB NOT NULL, body TEXT NOT NULL, seen INTEGER NOT NULL,
    held INTEGER NOT NULL DEFAULT 0, withdrawn INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS extracted_gone ON extracted (source, seen);
CREATE TABLE IF NOT EXISTS purged (subject TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
"""
ROWS: Final = (
    "CREATE TEMP TABLE IF NOT EXISTS present (source TEXT, row TEXT, refused INTEGER, PRIMARY KEY (source, row)) "
    "WITHOUT ROWID"
)


class Kept(NamedTuple):
    """An event as it was sent last."""

    event_id: str
    source: str
    row: str
    revision: int
    digest: bytes
    body: dict[str, Any]
    held: bool
    withdrawn: bool


class Memory:
    """Within the transaction of one extract."""

    def __init__(self, db: sqlite3.Connection, taken: str) -> None:
        self._db = db
        for statement in (*filter(str.strip, TABLES.split(";")), ROWS, "DELETE FROM present"):
            db.execute(statement)
        self.number = int(db.execute("SELECT coalesce(max(number), 0) + 1 FROM extracts").fetchone()[0])
        db.execute("INSERT INTO extracts VALUES (?, ?)", (self.number, taken))

    def find(self, event_id: str) -> Kept | None:
        """The event, if it was ever sent."""
        query = f"SELECT {_COLUMNS} FROM extracted WHERE event_id = ?"  # noqa: S608  (our own list of columns)
        row = self._db.execute(query, (event_id,)).fetchone()
        return None if row is None else _kept(row)

    def keep(self, source: str, row: str, body: dict[str, Any], withdrawn: bool = False) -> None:
        """It is in the spool, in this revision."""
        values = (
            body["event_id"],
            source,
            row,
            body["revision"],
            digest(body),
            json.dumps(body),
            self.number,
            withdrawn,
        )
        self._db.execute("INSERT OR REPLACE INTO extracted VALUES (?,?,?,?,?,?,?,0,?)", values)

    def again(self, event_id: str) -> None:
        """The extract has it as it was."""
        self._db.execute("UPDATE extracted SET seen = ?, held = 0 WHERE event_id = ?", (self.number, event_id))

    def hold(self, event_id: str) -> None:
        """It has gone: a person decides."""
        self._db.execute("UPDATE extracted SET held = 1 WHERE event_id = ?", (event_id,))

    def present(self, source: str, row: str, refused: bool) -> None:
        """The row is in the extract; of one with a refused cell nobody can say what it no longer says."""
        self._db.execute(
            "INSERT INTO present VALUES (?,?,?) ON CONFLICT DO UPDATE SET refused = max(refused, excluded.refused)",
            (source, row, refused),
        )

    def gone(self, source: str) -> Iterator[tuple[Kept, bool]]:
        """Events of a table that the extract no longer has, and whether their row is still there."""
        query = (
            f"SELECT {_COLUMNS}, present.row IS NOT NULL FROM extracted LEFT JOIN present USING (source, row) "  # noqa: S608
            "WHERE source = ? AND seen < ? AND NOT withdrawn AND NOT coalesce(refused, 0) ORDER BY event_id"
        )
        found = self._db.execute(query, (source, self.number)).fetchall()
        return ((_kept(row), bool(row[-1])) for row in found)

    def number_of(self, source: str) -> int:
        """So many events of a table are held to be true."""
        query = "SELECT count(*) FROM extracted WHERE source = ? AND NOT withdrawn"
        return int(self._db.execute(query, (source,)).fetchone()[0])

    def held(self) -> Iterator[Kept]:
        """What waits for a person."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM extracted WHERE held ORDER BY event_id").fetchall()  # noqa: S608
        return map(_kept, rows)

    def rows_before(self, source: str) -> int | None:
        """So many rows the table had in the last extract that was whole."""
        row = self._db.execute("SELECT rows FROM extract_tables WHERE name = ?", (source,)).fetchone()
        return None if row is None else int(row[0])

    def whole(self, source: str, rows: int) -> None:
        """The table was whole, with so many rows."""
        self._db.execute("INSERT OR REPLACE INTO extract_tables VALUES (?, ?)", (source, rows))

    def purge(self, subject: str, at: str) -> bool:
        """Forget a child, and refuse its events from now on; whether that is new."""
        new = self._db.execute("INSERT OR IGNORE INTO purged VALUES (?, ?)", (subject, at)).rowcount == 1
        own = "SELECT event_id FROM extracted WHERE body ->> '$.subject_key' = ?"
        self._db.execute(f"DELETE FROM extracted WHERE event_id IN ({own})", (subject,))  # noqa: S608
        self._db.execute("DELETE FROM records WHERE body ->> '$.subject_key' = ?", (subject,))
        return new

    def is_purged(self, subject: str) -> bool:
        """Whether its events are refused."""
        return self._db.execute("SELECT 1 FROM purged WHERE subject = ?", (subject,)).fetchone() is not None


_COLUMNS: Final = "event_id, source, row, revision, digest, body, held, withdrawn"


def digest(body: dict[str, Any]) -> bytes:
    """Of what an event says: not of its revision, and not of when an extract was taken."""
    said = {name: value for name, value in body.items() if name not in ("revision", "recorded_at", "withdrawn")}
    return hashlib.blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=16).digest()


def _kept(row: tuple[Any, ...]) -> Kept:
    event_id, source, name, revision, found, body, held, withdrawn = row[:8]
    return Kept(event_id, source, name, revision, found, json.loads(body), bool(held), bool(withdrawn))
