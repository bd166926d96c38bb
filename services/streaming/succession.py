"""A new engine takes over: what the old one published is still there for the fold to compare itself with."""

import sqlite3
from pathlib import Path
from typing import Protocol, runtime_checkable

from services.streaming.fold import Batch
from services.streaming.records import Record

PENDING = 1
"""`application_id` of a file that is being rebuilt and has not yet reached what its predecessor published."""


@runtime_checkable
class Successor(Protocol):
    """A fold that publishes where it differs from its predecessor."""

    def succeed(self, batch: Batch, cause: Record, old: sqlite3.Connection, mark: int) -> None:
        """Emit what an old engine's file says otherwise of what is published: the outputs of offsets up to `mark`.

        `cause` is the first record beyond it, which is folded next.
        """


def aside(path: Path) -> Path:
    """Where a file goes whose engine is replaced."""
    return path.with_name(path.name + ".old")


def set_aside(path: Path) -> None:
    """Rename the file to `<name>.old`, with its write-ahead log; an earlier one of that name is replaced.

    One that was itself being rebuilt is dropped instead: it had published nothing yet, and its predecessor stays.
    """
    dropped = is_pending(path) and aside(path).exists()
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists() and dropped:
            part.unlink()
        elif part.exists():
            part.replace(path.with_name(path.name + ".old" + suffix))


def is_pending(path: Path) -> bool:
    """Whether the file has a predecessor to be compared with."""
    db = sqlite3.connect(path)
    try:
        return bool(db.execute("PRAGMA application_id").fetchone()[0] == PENDING)
    finally:
        db.close()


def mark_pending(db: sqlite3.Connection, pending: bool) -> None:
    """Note in the file whether it has a predecessor to be compared with."""
    db.execute(f"PRAGMA application_id = {PENDING if pending else 0}")


def predecessor(path: Path, mark: int) -> sqlite3.Connection | None:
    """The old file for reading; None where it isn't there, or had not folded all that is published by now."""
    if not aside(path).exists():
        return None
    db = sqlite3.connect(f"file:{aside(path)}?mode=ro", uri=True)
    if db.execute("SELECT position FROM heed_state").fetchone()[0] > mark:
        return db
    db.close()
    return None
