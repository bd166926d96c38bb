"""The panes of the current known day, a row a block: read, changed in memory, written once a batch.

What becomes known on a day changes the panes of that known day only, and the log's time doesn't go back; so earlier
ones are final, and this is all that the fold has to keep of its counts.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from services.aggregator.panes import Block, Change
from services.aggregator.revisions import chunks
from services.aggregator.tables import pack, unpack
from services.streaming.records import Record

KEPT = 4_000
"""Blocks kept in memory between batches; over that all are read again as they are needed."""


@dataclass(slots=True)
class Open:
    """A block's counts by cell, and for each cell changed in this batch the record that changed it last."""

    block: Block
    counts: dict[int, int]
    touched: dict[int, Record] = field(default_factory=dict)

    def change(self, change: Change, cause: Record) -> None:
        """Count up or down. A cell that comes back to 0 stays, as 0: its readers must hear of it."""
        counts, touched, by = self.counts, self.touched, change.by
        for cell in change.cells:
            counts[cell] = counts.get(cell, 0) + by
            touched[cell] = cause


class Today:
    """The blocks of one known day."""

    def __init__(self) -> None:
        self._known = 0
        self._blocks: dict[Block, Open] = {}

    def forget(self) -> None:
        """Keep nothing in memory: the file was opened or rolled back."""
        self._known = 0
        self._blocks = {}

    def load(self, db: sqlite3.Connection, known: int, blocks: Iterable[Block]) -> None:
        """Have these blocks of the known day at hand; an earlier day's are dropped, from the file too."""
        if known != self._known:
            db.execute("DELETE FROM today WHERE known < ?", (known,))
            self._known, self._blocks = known, {}
        wanted = {name(block): block for block in blocks if block not in self._blocks}
        self._blocks |= {block: Open(block, {}) for block in wanted.values()}
        for block, packed in _find(db, list(wanted)):
            numbers = unpack(packed)
            self._blocks[wanted[block]].counts = dict(zip(numbers[::2], numbers[1::2], strict=True))

    def change(self, change: Change, cause: Record) -> None:
        """Apply a change to a block that is loaded."""
        self._blocks[change.block].change(change, cause)

    def changed(self) -> list[Open]:
        """The blocks that the batch changed, in the order of their names."""
        return sorted(
            (one for one in self._blocks.values() if one.touched),
            key=lambda one: one.block,
        )

    def save(self, db: sqlite3.Connection) -> None:
        """Write what has changed, and begin the next batch with nothing changed."""
        rows = [(name(one.block), self._known, _packed(one.counts)) for one in self.changed()]
        db.executemany("INSERT OR REPLACE INTO today VALUES (?, ?, ?)", rows)
        for one in self._blocks.values():
            one.touched = {}
        if len(self._blocks) > KEPT:
            self._blocks = {}


def name(block: Block) -> str:
    """The block's key in the file."""
    return "\x1f".join((block.area, block.agency, block.team, str(block.day)))


def _find(db: sqlite3.Connection, names: list[str]) -> Iterator[tuple[str, bytes]]:
    for chunk in chunks(names):
        marks = ",".join("?" * len(chunk))
        query = f"SELECT block, counts FROM today WHERE block IN ({marks})"  # noqa: S608 (question marks only)  # noqa: S608 (question marks only)
        yield from db.execute(query, chunk)


def _packed(counts: dict[int, int]) -> bytes:
    return pack(number for pair in sorted(counts.items()) for number in pair)
