"""From a record of `cases` to an event of a history."""

from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache
from operator import itemgetter
from sys import intern
from typing import Any, NamedTuple, Protocol

import xxhash
from pydantic_core import to_json

from schemas.cases import CaseEvent, IncidentReported, OfficerAction, SeriousIncident
from schemas.cases.common import About
from services.triage.calendar import Calendar, instant
from services.triage.events import MOST_KNOWN, Codes, Event, codes
from services.triage.vocabulary import fields

Recorded = CaseEvent | IncidentReported
"""What a history is made of."""


TOLD_EMPTY = frozenset({"checks_done"})
"""Sets that a system leaves out where it doesn't hold them: empty then says that there was none."""


class Named(Protocol):
    """What has an identity: an agency's event, a person's report, an officer's action."""

    @property
    def agency(self) -> str | None: ...
    @property
    def event_id(self) -> str: ...


class When(NamedTuple):
    """`Event.first`, `Event.last` and `Event.runs_from`."""

    first: int
    last: int
    runs_from: int


def ref(record: Named) -> str:
    """The identity of an event, whatever its revision: "agency/event_id"; a person's report has no agency."""
    return f"{record.agency or ''}/{record.event_id}"


def event(record: Recorded, loaded: int, calendar: Calendar, name: str | None = None) -> Event:
    """The event. `loaded`: the log's time where a history load brings it, else 0. `name`: its `ref`, where known."""
    when, about = _when(record, calendar), _about(record)
    whose = (intern(record.subject_key), intern(record.family_key or ""))
    return Event(
        name or ref(record), record.type, *when, record.responsible_agency, about, loaded, _codes(record), *whose
    )


def content(record: Recorded | OfficerAction) -> bytes:
    """A digest of what the record says: the same for two that are equal, however they were written."""
    said = [one.timestamp() if isinstance(one, datetime) else one for one in record.__dict__.values()]
    return xxhash.xxh3_128_digest(to_json(said))


def _when(record: Recorded, calendar: Calendar) -> When:
    """A serious incident's clock, and so its place in the history, is when the authority became aware of it."""
    if isinstance(record, SeriousIncident):
        aware = instant(record.aware_at or record.recorded_at)
        return When(aware, aware, aware)
    at = instant(record.occurred_at)
    if record.occurred_precision == "minute":
        return When(at, at, at)
    day = calendar.day_of(at)
    end = calendar.start_of(day + 1)
    return When(calendar.start_of(day), end - 1, end)


def _about(record: Recorded) -> str | None:
    if not isinstance(record, About) or record.about_event is None:
        return None
    return f"{record.about_agency or record.agency}/{record.about_event}"


def _codes(record: Recorded) -> Codes:
    """What the record's fields hold, in the order of their names, so that it is kept as the same bytes everywhere."""
    return _held(record.type, _reader(record.type)(record.__dict__))


@cache
def _reader(type: str) -> Callable[[dict[str, Any]], tuple[object, ...]]:
    """Reads the values of `fields(type)`."""
    names = fields(type)
    return itemgetter(*names) if len(names) > 1 else lambda said: tuple(said[name] for name in names)


@lru_cache(MOST_KNOWN)
def _held(type: str, values: tuple[object, ...]) -> Codes:
    said = ((name, value) for name, value in zip(fields(type), values, strict=True) if value is not None)
    return codes((name, _several(value)) for name, value in said if value != () or name in TOLD_EMPTY)


def _several(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
