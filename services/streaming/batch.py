"""The batch that a fold is handed: its records, and the outputs and dead letters that follow from them."""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError

from schemas.codes import DeadLetterReason
from schemas.problems import problems
from services.streaming.records import Place, Record

T = TypeVar("T")


class Row(NamedTuple):
    """One outbox row. `trace` is the cause's `traceparent`, from which the output's headers follow when it is sent;
    `absolute` tells a value from an event."""

    place: Place
    topic: str
    partition: int
    key: bytes
    value: bytes | None
    timestamp: int
    type: str
    trace: bytes | None
    absolute: bool = False


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a record became a dead letter. `field` is a JSON pointer; neither holds a value of the record."""

    record: Record
    reason: DeadLetterReason
    field: str
    message: str


class FoldBatch:
    """Collects in memory what `services.streaming.fold.Batch` promises; the state file writes it at the batch's end."""

    def __init__(self, records: Sequence[Record], db: sqlite3.Connection, partition: int) -> None:
        self.records = records
        self.db = db
        self.events: list[Row] = []
        self.values: dict[tuple[str, bytes], Row] = {}
        self.rejections: dict[int, Rejection] = {}
        self.duplicates = 0
        self._partition = partition
        self._next_index: dict[int, int] = {}

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    def read(self, record: Record, adapter: TypeAdapter[T]) -> T | None:
        """See `Batch.read`."""
        try:
            # Past the adapter's own wrapper, which takes a microsecond of each record's twelve.
            return adapter.validator.validate_json(record.value or b"")  # type: ignore[no-any-return]
        except ValidationError as error:
            first = problems(error)[0]
            self.reject(record, reason=_reason(error), field=first.pointer, message=first.message)
            return None

    def emit(self, cause: Record, topic: str, *, key: str, value: bytes | None, type: str) -> None:
        """See `Batch.emit`."""
        self.events.append(self._row(cause, topic, key, value, type))

    def put(self, cause: Record, topic: str, *, key: str, value: bytes | None, type: str) -> None:
        """See `Batch.put`."""
        row = self._row(cause, topic, key, value, type, absolute=True)
        self.values[topic, row.key] = row

    def reject(self, record: Record, *, reason: DeadLetterReason, field: str, message: str) -> None:
        """See `Batch.reject`. The first rejection of a record stands."""
        self.rejections.setdefault(record.offset, Rejection(record, reason, field, message))

    def duplicate(self, record: Record) -> None:
        """See `Batch.duplicate`."""
        self.duplicates += 1

    def _row(
        self, cause: Record, topic: str, key: str, value: bytes | None, type: str, *, absolute: bool = False
    ) -> Row:
        index = self._next_index.get(cause.offset, 0)
        self._next_index[cause.offset] = index + 1
        place = Place(cause.offset, index)
        trace = cause.header("traceparent")
        return Row(place, topic, self._partition, key.encode(), value, cause.log_time, type, trace, absolute)


def _reason(error: ValidationError) -> DeadLetterReason:
    kinds = {one["type"] for one in error.errors(include_url=False, include_context=False, include_input=False)}
    return "unreadable" if "json_invalid" in kinds else "invalid"
