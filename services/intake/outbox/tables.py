"""The tables of intake's file, and how it is opened."""

import sqlite3
from pathlib import Path

FILE = "intake.sqlite3"

_FIRST = """
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,  -- never used again, so "after seq" stays true when the table empties
    topic TEXT NOT NULL, partition INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL,
    headers BLOB NOT NULL,                  -- names and values in turn, NUL between
    timestamp INTEGER,                      -- Unix milliseconds; NULL: when the relay sends it
    barrier INTEGER NOT NULL,               -- 1: only after everything before it has been acknowledged
    accepted INTEGER NOT NULL               -- Unix milliseconds
) STRICT;
CREATE TABLE learning (                     -- the learning lane waits here for its batch
    token BLOB PRIMARY KEY,                 -- random: the table keeps no order of arrival
    topic TEXT NOT NULL, partition INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, headers BLOB NOT NULL,
    timestamp INTEGER NOT NULL, revision INTEGER NOT NULL, accepted INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE aside (                        -- what the broker refused
    id INTEGER PRIMARY KEY,
    topic TEXT NOT NULL, partition INTEGER NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, headers BLOB NOT NULL,
    timestamp INTEGER, reason TEXT NOT NULL
) STRICT;
CREATE TABLE seen (                         -- identity and content as hashes
    identity BLOB PRIMARY KEY, content BLOB NOT NULL, seq INTEGER, day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE links (                        -- which protection half belongs to which report: encrypted, and forgotten
    report BLOB PRIMARY KEY, sealed BLOB NOT NULL, forget_day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE feeds (
    agency TEXT NOT NULL, source TEXT NOT NULL, area TEXT NOT NULL, type TEXT NOT NULL,
    complete_to INTEGER NOT NULL,           -- Unix microseconds
    PRIMARY KEY (agency, source, area, type)
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_day ON seen (day);
"""
_ASIDE_AND_BACK = """
ALTER TABLE outbox ADD COLUMN was INTEGER;                      -- the seq that it had before it lay aside
CREATE INDEX outbox_was ON outbox (was) WHERE was IS NOT NULL;
ALTER TABLE aside ADD COLUMN barrier INTEGER NOT NULL DEFAULT 0;
ALTER TABLE aside ADD COLUMN revision INTEGER;                  -- only of the learning lane's
ALTER TABLE aside ADD COLUMN accepted INTEGER;                  -- Unix milliseconds; a report's half: its day's start
ALTER TABLE aside ADD COLUMN seq INTEGER;                       -- its first in the outbox; NULL: the learning lane's
ALTER TABLE aside ADD COLUMN again INTEGER NOT NULL DEFAULT 0;  -- 1: an operator wants it sent again
CREATE INDEX aside_seq ON aside (seq);
UPDATE aside SET revision = 1 WHERE topic = 'incident-reports';
"""
_PEOPLE = """
CREATE TABLE receipts (                     -- what a receipt's code leads to; the code itself is stored nowhere
    name BLOB PRIMARY KEY,                  -- a keyed hash of the code
    sealed BLOB NOT NULL, forget_day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE readings (                     -- originals of texts, sealed, for the protection read
    id BLOB PRIMARY KEY,                    -- random: the table keeps no order of arrival
    sealed BLOB NOT NULL, done INTEGER NOT NULL DEFAULT 0, forget_day INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
"""
_STEPS = (_FIRST, _ASIDE_AND_BACK, _PEOPLE)
"""What makes each version of the one before; a new file goes through all."""

SCHEMA = "".join(_STEPS)
VERSION = len(_STEPS)


class NewerFileError(RuntimeError):
    """The file was written by a later version of intake."""


def open_outbox(path: Path) -> sqlite3.Connection:
    """Open for writing, made if new. A commit is on the disk when it returns; deleted content is overwritten."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.touch(mode=0o600)
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=64)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=5000"):
        db.execute(f"PRAGMA {pragma}")
    _migrate(db, path)
    return db


def open_reader(path: Path) -> sqlite3.Connection:
    """Open the same file for reading only; `open_outbox` comes first."""
    db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA busy_timeout=5000")
    return db


def _migrate(db: sqlite3.Connection, path: Path) -> None:
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    if found > VERSION:
        raise NewerFileError(f"{path}: version {found}; this intake reads up to {VERSION}")
    if found < VERSION:
        db.executescript(f"BEGIN IMMEDIATE; {''.join(_STEPS[found:])} PRAGMA user_version={VERSION}; COMMIT;")
