"""The report table: every revision, with the day on which it became known. What follows from it is in `panes`."""

import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from schemas.base import encode
from schemas.reports import IncidentReport
from services.aggregator.panes import Block, Counted, counted
from services.aggregator.tables import pack, unpack

T = TypeVar("T")

NOWHERE = Block("", "", "", 0)
"""The block of a revision that withdraws."""

CHUNK = 500
"""Keys a query: below SQLite's least limit of bound parameters (999)."""


class Revision(NamedTuple):
    """One revision of a report. `report` is its UUID's 16 bytes, `known` an ordinal; `digest` stands for the content in
    comparisons."""

    report: bytes
    revision: int
    known: int
    counted: Counted | None
    digest: bytes


def revision_of(report: IncidentReport, known: int) -> Revision:
    """The report as it is kept."""
    digest = blake2b(encode(report), digest_size=16).digest()
    return Revision(bytes.fromhex(report.report_id.replace("-", "")), report.revision, known, counted(report), digest)


def find(db: sqlite3.Connection, reports: Sequence[bytes]) -> dict[bytes, dict[int, Revision]]:
    """All revisions of these reports, by report and number."""
    found: dict[bytes, dict[int, Revision]] = {}
    for chunk in chunks(reports):
        marks = ",".join("?" * len(chunk))
        query = f"SELECT * FROM revisions WHERE report IN ({marks})"  # noqa: S608 (question marks only)  # noqa: S608 (question marks only)
        for row in db.execute(query, chunk):
            found.setdefault(row[0], {})[row[1]] = _revision(row)
    return found


def insert(db: sqlite3.Connection, revisions: Sequence[Revision]) -> None:
    """Keep these; none was there before."""
    db.executemany("INSERT INTO revisions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_row, revisions))


def chunks(items: Sequence[T]) -> Iterator[list[T]]:
    """The items in lists of at most `CHUNK`."""
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _revision(row: tuple[Any, ...]) -> Revision:
    report, revision, known, area, agency, team, day, cells, digest = row
    what = None if cells is None else Counted(Block(area, agency, team, day), frozenset(unpack(cells)))
    return Revision(report, revision, known, what, digest)


def _row(one: Revision) -> tuple[object, ...]:
    block, cells = one.counted or (NOWHERE, None)
    return (
        one.report,
        one.revision,
        one.known,
        *block,
        None if cells is None else pack(cells),
        one.digest,
    )
