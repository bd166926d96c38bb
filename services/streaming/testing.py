"""A fold run over a log without Kafka, for laws about folds: the same code as the worker's, less the transport."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from services.streaming.batch import Row
from services.streaming.fold import Fold
from services.streaming.partition import Log, PartitionFold, open_partition
from services.streaming.records import Output, Record
from services.streaming.sending import output
from services.streaming.settings import Limits
from services.streaming.statefile import Identity

IDENTITY = Identity(cluster="memory", topic_id="memory", partitions=1, engine="0123abcd")
KEY = bytes(64)


def log_of(
    values: Sequence[bytes | None], *, topic: str = "cases", start_ms: int = 0, step_ms: int = 1
) -> list[Record]:
    """A log of these values, one record each `step_ms` from `start_ms`, without keys or headers."""
    times = [start_ms + number * step_ms for number in range(len(values))]
    return [Record(topic, 0, n, times[n], None, value, (), times[n]) for n, value in enumerate(values)]


def open_fold(
    fold: Fold,
    *,
    topic: str = "cases",
    partition: int = 0,
    path: Path | None = None,
    limits: Limits | None = None,
    mark: int = -1,
) -> PartitionFold:
    """The fold on a file, or in memory where `path` is None."""
    return open_partition(
        fold,
        Log("test", topic, partition),
        path=path,
        identity=IDENTITY,
        dead_letter_key=KEY,
        limits=limits or Limits(),
        mark=mark,
    )


def fold_log(
    make_fold: Callable[[], Fold],
    records: Sequence[Record],
    splits: Sequence[int] = (),
    *,
    topic: str = "cases",
    partition: int = 0,
    db_path: Path | None = None,
) -> list[Output]:
    """All outputs of the log in order of place; batches of the sizes `splits`, and what is left in one.

    `log_time` of the records is recomputed as the running maximum of their timestamps, from that of the file on. Values
    are drained after every batch, as a relay that keeps level would send them.
    """
    folded = open_fold(make_fold(), topic=topic, partition=partition, path=db_path)
    rows: list[Row] = []
    for batch in _split(_timed(records, folded.progress.log_time), splits):
        folded.apply(batch, folded.progress.position, batch[-1].offset + 1)
        rows += drain(folded)
    folded.file.close()
    return [output("test", topic, partition, row) for row in rows]


def drain(folded: PartitionFold) -> list[Row]:
    """What waits to be sent, now taken as sent."""
    rows = folded.file.pending(1_000_000_000)
    if rows:
        folded.file.sent(rows[-1].place.offset)
    return rows


def last_values(outputs: Sequence[Output]) -> dict[tuple[str, bytes | None], bytes | None]:
    """The last value of each (topic, key): what must not depend on how the log was split."""
    return {(one.topic, one.key): one.value for one in outputs}


def _timed(records: Sequence[Record], latest: int) -> list[Record]:
    timed = []
    for record in records:
        latest = max(latest, record.timestamp)
        timed.append(record._replace(log_time=latest))
    return timed


def _split(records: Sequence[Record], sizes: Sequence[int]) -> Iterator[Sequence[Record]]:
    start = 0
    for size in sizes:
        if records[start : start + size]:
            yield records[start : start + size]
        start += size
    if records[start:]:
        yield records[start:]
