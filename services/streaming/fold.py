"""What a service writes to become a fold: a schema, `apply` and `due`."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import ClassVar, Protocol, TypeVar

from pydantic import TypeAdapter

from schemas.codes import DeadLetterReason
from services.streaming.records import Record

T = TypeVar("T")


class Batch(Protocol):
    """The records of one fetch, and where a fold puts what follows from them. All of it commits in one transaction."""

    @property
    def records(self) -> Sequence[Record]:
        """Ascending by offset; none was applied before."""

    @property
    def db(self) -> sqlite3.Connection:
        """The partition's state file, inside the batch's write transaction."""

    def __iter__(self) -> Iterator[Record]: ...

    def read(self, record: Record, adapter: TypeAdapter[T]) -> T | None:
        """The record's value, validated; or None when it isn't valid, and then it is already a dead letter."""

    def emit(self, cause: Record, topic: str, *, key: str, value: bytes | None, type: str) -> None:
        """An *event*: published once, in order, byte for byte the same on each replay.

        `type` is its CloudEvents type. Its timestamp is the cause's log time, and its partition the input's: an area's
        records lie in the same partition of every topic.
        """

    def put(self, cause: Record, topic: str, *, key: str, value: bytes | None, type: str) -> None:
        """A *value*: absolute, one per (topic, key); of those that are not published yet only the last one is."""

    def reject(self, record: Record, *, reason: DeadLetterReason, field: str, message: str) -> None:
        """Make the record a dead letter. `field` is a JSON pointer, `message` says what is allowed."""

    def duplicate(self, record: Record) -> None:
        """Count a record that says again what is known: it changes nothing."""


class Fold(Protocol):
    """A deterministic function of one partition's log, kept in one SQLite file.

    It never reads the wall clock, a random number, another topic or another partition.
    """

    schema: ClassVar[str]
    """The DDL of its tables."""
    version: ClassVar[int]
    """The version of that DDL; a file of an older one is rebuilt from the log, a newer one is refused."""

    def open(self, db: sqlite3.Connection) -> None:
        """Load what is kept in memory from the file. Called at start and after a rollback."""

    def apply(self, batch: Batch) -> None:
        """Fold the batch. Any exception ends the process before anything is committed."""

    def due(self, log_time: int) -> int | None:
        """The next instant (Unix milliseconds) at which time alone would change an output, or None."""
