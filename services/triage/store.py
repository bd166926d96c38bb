"""The fold's tables, read when a case is needed and written once a batch."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple

import xxhash

SCHEMA = """
CREATE TABLE subjects (id INTEGER PRIMARY KEY, area TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (area, key));
CREATE TABLE events (
    subject INTEGER NOT NULL, filed INTEGER NOT NULL, hash INTEGER NOT NULL, ref TEXT NOT NULL,
    revision INTEGER NOT NULL, digest BLOB NOT NULL, event BLOB);
CREATE INDEX events_subject ON events (subject);
CREATE INDEX events_hash ON events (hash);
CREATE TABLE alerts (
    subject INTEGER, alert_id TEXT, value BLOB NOT NULL, open INTEGER NOT NULL,
    PRIMARY KEY (subject, alert_id)) WITHOUT ROWID;
CREATE INDEX alerts_open ON alerts (subject) WHERE open;
CREATE TABLE deadlines (
    subject INTEGER, agency TEXT, instant INTEGER NOT NULL, PRIMARY KEY (subject, agency)) WITHOUT ROWID;
"""
"""`events` grows at its end only, and what is found at random places is narrow: `hash` is of `ref`, which decides.
`subject` is where it stands, `filed` that of the key it was sent with: another only where a correction says so.
`deadlines.agency` is '' for an instant of the log's time, else the agency whose feeds must become complete."""

MOST_ASKED = 500
"""Parameters of one query; SQLite takes at least 999."""


class Stored(NamedTuple):
    """One revision of an event, correction or action: the digest of its content, and the packed event.

    It stands under `subject` and was `filed` under that of its key. `event` is None where the revision takes the event
    back, and for a correction or an action.
    """

    subject: int
    filed: int
    ref: str
    revision: int
    digest: bytes
    event: bytes | None


class Subject(NamedTuple):
    """A child's place in the file."""

    id: int
    area: str
    key: str


class Store:
    """What is added is written by `flush`. Nothing is cached beyond a batch."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._events: dict[tuple[str, int], Stored] = {}
        self._held: dict[str, int | None] = {}
        self._alerts: dict[tuple[int, str], tuple[bytes, bool]] = {}
        self._deadlines: dict[int, dict[str, int]] = {}
        self._fresh: set[int] = set()
        self._alerted = {subject for (subject,) in db.execute("SELECT DISTINCT subject FROM alerts")}
        self._last = int(db.execute("SELECT coalesce(max(id), 0) FROM subjects").fetchone()[0])

    def subject(self, area: str, key: str) -> Subject:
        """The subject of that key, made if it is new."""
        row = self._db.execute("SELECT id FROM subjects WHERE area = ? AND key = ?", (area, key)).fetchone()
        return Subject(self._enter(area, key) if row is None else row[0], area, key)

    def is_new(self, subject: int) -> bool:
        """Whether the subject was made since the last flush: nothing can be known of it that is not in memory."""
        return subject in self._fresh

    def _enter(self, area: str, key: str) -> int:
        self._last += 1
        self._db.execute("INSERT INTO subjects VALUES (?, ?, ?)", (self._last, area, key))
        self._fresh.add(self._last)
        return self._last

    def named(self, subject: int) -> Subject:
        """The subject with that number."""
        return Subject(*self._db.execute("SELECT id, area, key FROM subjects WHERE id = ?", (subject,)).fetchone())

    def subjects(self, area: str) -> list[Subject]:
        """All subjects of an area, by key."""
        rows = self._db.execute("SELECT id, area, key FROM subjects WHERE area = ? ORDER BY key", (area,))
        return [Subject(*row) for row in rows]

    def holder(self, ref: str) -> int | None:
        """The subject that holds the event of that identity."""
        if ref not in self._held:
            self.expect([ref])
        return self._held[ref]

    def expect(self, refs: Iterable[str]) -> None:
        """Look up at once who holds the events of these identities."""
        unknown = [ref for ref in refs if ref not in self._held]
        self._held.update(dict.fromkeys(unknown))
        hashes = [_hash(ref) for ref in unknown]
        for start in range(0, len(hashes), MOST_ASKED):
            asked = hashes[start : start + MOST_ASKED]
            marks = ",".join("?" * len(asked))
            rows = self._db.execute(f"SELECT ref, subject FROM events WHERE hash IN ({marks})", asked)  # noqa: S608
            self._held.update(row for row in rows if row[0] in self._held)

    def add(self, stored: Stored) -> None:
        """Keep a revision that isn't there."""
        self._events[stored.ref, stored.revision] = stored
        self._held[stored.ref] = stored.subject

    def digest(self, ref: str, revision: int) -> bytes:
        """The digest of a revision that is there."""
        if (ref, revision) in self._events:
            return self._events[ref, revision].digest
        query = "SELECT digest FROM events WHERE hash = ? AND ref = ? AND revision = ?"
        return bytes(self._db.execute(query, (_hash(ref), ref, revision)).fetchone()[0])

    def events(self, subject: int) -> list[Stored]:
        """All revisions of a subject's events that are written, by identity and in the order in which they came."""
        query = "SELECT subject, filed, ref, revision, digest, event FROM events WHERE subject = ? ORDER BY ref, rowid"
        return [Stored(*row) for row in self._db.execute(query, (subject,))]

    def filings(self, ref: str) -> list[Stored]:
        """All revisions of an event that are written, in the order in which they came."""
        columns = "subject, filed, ref, revision, digest, event"
        query = f"SELECT {columns} FROM events WHERE hash = ? AND ref = ? ORDER BY rowid"  # noqa: S608 constants only
        return [Stored(*row) for row in self._db.execute(query, (_hash(ref), ref))]

    def move(self, ref: str, subject: int) -> None:
        """Let all revisions of an event that are written stand under another child."""
        self._fresh.discard(subject)
        self._db.execute("UPDATE events SET subject = ? WHERE hash = ? AND ref = ?", (subject, _hash(ref), ref))
        if ref in self._held:
            self._held[ref] = subject

    def alerts(self, subject: int) -> list[bytes]:
        """The last revision of each of the subject's alerts that earlier batches kept."""
        if subject not in self._alerted:
            return []
        query = "SELECT value FROM alerts WHERE subject = ? ORDER BY alert_id"
        return [bytes(value) for (value,) in self._db.execute(query, (subject,))]

    def open_subjects(self, area: str) -> list[Subject]:
        """The subjects of an area that have an alert which has not ended, of what is written; by key."""
        query = (
            "SELECT DISTINCT id, area, key FROM alerts JOIN subjects ON subjects.id = alerts.subject "
            "WHERE open AND area = ? ORDER BY key"
        )
        return [Subject(*row) for row in self._db.execute(query, (area,))]

    def keep_alert(self, subject: int, alert_id: str, value: bytes, open: bool) -> None:
        """Replace the last revision of an alert. `open`: it has not ended."""
        self._alerted.add(subject)
        self._alerts[subject, alert_id] = (value, open)

    def keep_deadlines(self, subject: int, deadlines: dict[str, int]) -> None:
        """Replace the instants at which the subject must be looked at again."""
        self._deadlines[subject] = deadlines

    def deadlines(self) -> Iterable[tuple[int, str, str, str, int]]:
        """Every pending instant: subject, area, key, agency, instant."""
        return self._db.execute(
            "SELECT subject, area, key, agency, instant FROM deadlines JOIN subjects ON subjects.id = deadlines.subject"
        )

    def done(self) -> None:
        """Write what the batch added, at its end."""
        self.flush()
        self._held.clear()

    def flush(self) -> None:
        """Write what was added since the last time."""
        rows = ((one.subject, one.filed, _hash(one.ref), *one[2:]) for one in self._events.values())
        self._db.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        self._db.executemany(
            "INSERT OR REPLACE INTO alerts VALUES (?, ?, ?, ?)", ((*key, *held) for key, held in self._alerts.items())
        )
        self._db.executemany("DELETE FROM deadlines WHERE subject = ?", ((subject,) for subject in self._deadlines))
        pending = ((subject, *one) for subject, deadlines in self._deadlines.items() for one in deadlines.items())
        self._db.executemany("INSERT INTO deadlines VALUES (?, ?, ?)", pending)
        self._fresh.clear()
        self._events.clear()
        self._alerts.clear()
        self._deadlines.clear()


def _hash(ref: str) -> int:
    """64 bits, signed as SQLite keeps them."""
    return xxhash.xxh3_64_intdigest(ref.encode()) - (1 << 63)
