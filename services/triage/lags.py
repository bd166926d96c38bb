"""How long after it happened an event is recorded: a rule's clock is worth little under it."""

from collections.abc import Iterable
from math import ceil
from typing import NamedTuple

from schemas.cases.common import CaseEvent
from services.triage.admission import event
from services.triage.calendar import Calendar, instant


class Lag(NamedTuple):
    """Of so many events, in milliseconds: half are recorded within `median`, nine in ten within `ninety`."""

    events: int
    median: int
    ninety: int


def lag_of(record: CaseEvent, calendar: Calendar) -> int | None:
    """From when it had happened (of a date: the end of the day) until it was recorded; never less than nothing.

    None for what says nothing of it: an amendment, what was taken back, and what an adapter made of another event.
    """
    if record.revision != 1 or record.withdrawn or record.derived:
        return None
    return max(0, instant(record.recorded_at) - event(record, 0, calendar).last)


def lags(found: Iterable[tuple[str, int]]) -> dict[str, Lag]:
    """By type, from types and lags."""
    by_type: dict[str, list[int]] = {}
    for type, lag in found:
        by_type.setdefault(type, []).append(lag)
    return {type: _lag(sorted(own)) for type, own in sorted(by_type.items())}


def _lag(ascending: list[int]) -> Lag:
    return Lag(len(ascending), _rank(ascending, 0.5), _rank(ascending, 0.9))


def _rank(ascending: list[int], share: float) -> int:
    """The nearest rank: the least value that so large a share doesn't exceed."""
    return ascending[ceil(share * len(ascending)) - 1]
