"""The records that a fold reads and writes, as plain values."""

from dataclasses import dataclass, field
from typing import NamedTuple

Headers = tuple[tuple[str, bytes], ...]


class Place(NamedTuple):
    """Where an output comes from: the offset of its input record, and its index among that record's outputs.

    Places of one partition are totally ordered, and the same on every replay; the mark holds the last one published.
    """

    offset: int
    index: int  # type: ignore[assignment]  # shadows tuple.index, which no one wants of a place


class Record(NamedTuple):
    """One input record. `timestamp` and `log_time` are Unix milliseconds. A tuple, since millions are made.

    `log_time` is the largest timestamp up to and with this record in its partition: the only clock that a fold has.
    """

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: Headers
    log_time: int

    def header(self, name: str) -> bytes | None:
        """The value of the first header of that name, or None."""
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True)
class Output:
    """One output record. `topic` is the name in `schemas/topology.toml`, without a cluster's prefix.

    `timestamp` is Unix milliseconds of the log's time; `value` None is a tombstone.
    """

    place: Place
    topic: str
    partition: int
    key: bytes | None
    value: bytes | None
    timestamp: int
    headers: Headers = field(default=())
