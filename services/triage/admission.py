"""From a record of `cases` to an event of a history."""

from typing import NamedTuple, Protocol

from schemas.cases import CaseEvent, IncidentReported
from schemas.cases.common import About
from services.triage.calendar import Calendar, instant
from services.triage.events import Event

Recorded = CaseEvent | IncidentReported
"""What a history is made of."""


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


def event(record: Recorded, loaded: bool, calendar: Calendar) -> Event:
    """The event. `loaded`: brought by a history load."""
    first, last, runs_from = _when(record, calendar)
    return Event(
        ref(record), record.type, first, last, runs_from, record.responsible_agency, _about(record), loaded, record
    )


def _when(record: Recorded, calendar: Calendar) -> When:
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
