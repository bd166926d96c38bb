"""The tables of the aggregator's state file, and how numbers are packed in them."""

from array import array
from collections.abc import Iterable

VERSION = 1

SCHEMA = """
CREATE TABLE revisions (
    report BLOB NOT NULL, revision INTEGER NOT NULL, known INTEGER NOT NULL,
    area TEXT NOT NULL, agency TEXT NOT NULL, team TEXT NOT NULL, day INTEGER NOT NULL,
    cells BLOB, digest BLOB NOT NULL, UNIQUE (report, revision));
CREATE TABLE today (
    block TEXT PRIMARY KEY, known INTEGER NOT NULL, counts BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE teams (
    area TEXT NOT NULL, team TEXT NOT NULL, valid_from INTEGER NOT NULL, known INTEGER NOT NULL,
    agency TEXT NOT NULL, name TEXT NOT NULL, headcount INTEGER NOT NULL,
    PRIMARY KEY (area, team, valid_from)) WITHOUT ROWID;
"""
"""`revisions`: every revision of every report and the day on which it became known; `cells` is NULL where it withdraws.
A row table with a narrow index: the rows are appended, only the index grows at random places.
`today`: the panes of the current known day, a row a block. Those of earlier known days can't change any more, because
the log's time doesn't go back, so they are kept on `counts` only.
`teams`: what `team_changed` records say, by the day from which it holds. Days are ordinals."""


def pack(numbers: Iterable[int]) -> bytes:
    """Integers as 32 bits each, in the machine's order: state files stay on the machine that wrote them."""
    return array("i", numbers).tobytes()


def unpack(packed: bytes) -> "array[int]":
    """The integers of `pack`."""
    return array("i", packed)
