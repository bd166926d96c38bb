"""A fold applied to one partition's log, without Kafka: position, dead letters, outbox: one transaction a batch."""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from services.streaming.batch import FoldBatch
from services.streaming.dead_letters import DEAD_LETTERS, letter, letter_key
from services.streaming.fold import Fold
from services.streaming.records import Record
from services.streaming.settings import Limits
from services.streaming.statefile import Identity, PositionConflict, Progress, StateFile
from services.streaming.succession import Successor, is_pending, mark_pending, predecessor, set_aside


class TooManyDeadLetters(Exception):
    """Over the limit of `Limits`: probably our schema or rules are wrong. `offset` is where it was passed."""

    def __init__(self, offset: int, found: int, window: int) -> None:
        super().__init__(f"{found} of the last {window} records are dead letters, at offset {offset}")
        self.offset = offset


class Log(NamedTuple):
    """Which log, and who folds it."""

    group: str
    topic: str
    partition: int


class PartitionFold:
    """One fold, one partition, one file."""

    def __init__(
        self, fold: Fold, log: Log, file: StateFile, dead_letter_key: bytes, limits: Limits, mark: int
    ) -> None:
        """`mark` is the offset whose outputs, and all before, are published already: they are not sent again."""
        self.fold = fold
        self.topic = log.topic
        self.partition = log.partition
        self.file = file
        self.mark = mark
        self._key = dead_letter_key
        self._limits = limits
        self.last: FoldBatch | None = None
        self._succeeds = file.path is not None and mark >= 0 and is_pending(file.path)
        file.sent(mark)
        fold.open(file.db)

    @property
    def progress(self) -> Progress:
        """How far the file is."""
        return self.file.progress

    def apply(self, records: Sequence[Record], before: int, after: int) -> FoldBatch:
        """Fold what was read between the consumer's positions `before` and `after`, and commit.

        Raises `PositionConflict` or `TooManyDeadLetters`, and whatever the fold raises; then nothing has changed.
        """
        known = [one for one in records if one.offset <= self.mark] if self._succeeds else []
        if known and len(known) < len(records):
            first = records[len(known)].offset
            self._apply(known, before, first)
            return self._apply(records[len(known) :], first, after)
        return self._apply(records, before, after)

    def _apply(self, records: Sequence[Record], before: int, after: int) -> FoldBatch:
        try:
            with self.file.batch() as progress, _no_collection():
                if before > progress.position:
                    raise PositionConflict(
                        f"{self.topic}/{self.partition}: read from {before}, but folded only to {progress.position}"
                    )
                batch = FoldBatch(_after(records, progress.position), self.file.db, self.partition)
                succeeds = self._succeeds and bool(batch.records) and batch.records[0].offset > self.mark
                if succeeds:
                    self._succeed(batch)
                self.fold.apply(batch)
                self._finish(batch, progress, after)
        except TooManyDeadLetters:
            self.fold.open(self.file.db)
            raise
        self.last = batch
        self._succeeds = self._succeeds and not succeeds
        return batch

    def _succeed(self, batch: FoldBatch) -> None:
        """The fold publishes what it says otherwise than the engine before it, at the first record that is new."""
        mark_pending(self.file.db, False)
        old = None if self.file.path is None else predecessor(self.file.path, self.mark)
        if old is not None and isinstance(self.fold, Successor):
            self.fold.succeed(batch, batch.records[0], old, self.mark)
            old.close()

    def allow(self, until: int) -> None:
        """An operator's leave: records below `until` may be dead letters in any number. Survives a restart."""
        with self.file.batch() as progress:
            progress.allowed_until = max(progress.allowed_until, until)
            progress.stopped_at = None

    def stopped(self, offset: int) -> None:
        """Remember that the partition stopped at `offset`, for those who ask."""
        with self.file.batch() as progress:
            progress.stopped_at = offset

    def due(self) -> int | None:
        """The fold's next deadline in Unix milliseconds."""
        return self.fold.due(self.progress.log_time)

    def _finish(self, batch: FoldBatch, progress: Progress, after: int) -> None:
        self._count_dead_letters(batch, progress)
        for offset in sorted(batch.rejections):
            self._bury(batch, offset)
        events = [row for row in batch.events if row.place.offset > self.mark]
        self.file.enqueue(events, [row for row in batch.values.values() if row.place.offset > self.mark])
        progress.folded += len(batch.records)
        if batch.records:
            progress.log_time = batch.records[-1].log_time
        progress.position = max(after, progress.position)

    def _bury(self, batch: FoldBatch, offset: int) -> None:
        rejection = batch.rejections[offset]
        key = letter_key(self.topic, self.partition, offset)
        value = letter(self._key, self.topic, rejection)
        batch.emit(rejection.record, DEAD_LETTERS, key=key, value=value, type="heed.dead_letter")

    def _count_dead_letters(self, batch: FoldBatch, progress: Progress) -> None:
        if not batch.rejections:
            return
        limits, window = self._limits, list(progress.rejected)
        for ordinal, record in enumerate(batch.records, progress.folded):
            if record.offset not in batch.rejections or record.offset < progress.allowed_until:
                continue
            window = [one for one in window if one > ordinal - limits.dead_letter_window] + [ordinal]
            seen = min(ordinal + 1, limits.dead_letter_window)
            if len(window) >= limits.dead_letter_least and len(window) > limits.dead_letter_share * seen:
                raise TooManyDeadLetters(record.offset, len(window), seen)
        progress.rejected = tuple(window)


def open_partition(
    fold: Fold,
    log: Log,
    *,
    path: Path | None,
    identity: Identity,
    dead_letter_key: bytes,
    limits: Limits,
    mark: int = -1,
) -> PartitionFold:
    """Open the partition's file and the fold on it; a file of another engine or an older schema is rebuilt.

    Raises `StateMismatch` where the file reflects another log or a newer program wrote it.
    """
    file = StateFile(path, fold.schema, fold.version, identity)
    if file.engine_changed and path is not None:
        file.close()
        set_aside(path)
        file = StateFile(path, fold.schema, fold.version, identity)
        mark_pending(file.db, True)
    return PartitionFold(fold, log, file, dead_letter_key, limits, mark)


def _after(records: Sequence[Record], position: int) -> Sequence[Record]:
    if not records or records[0].offset >= position:
        return records
    return [record for record in records if record.offset >= position]


@contextmanager
def _no_collection() -> Iterator[None]:
    """No cyclic garbage collection while a batch is folded: it walks every cached history (half the speed)."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
