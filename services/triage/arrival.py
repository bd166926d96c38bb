"""A record about a child arrives: whether it is new, a repetition, or contradicts what is known."""

from collections.abc import Iterable
from typing import NamedTuple

from schemas.alerts import Because
from schemas.cases import OfficerAction
from schemas.codes import Cause
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.admission import Recorded, content, ref
from services.triage.admission import event as admitted
from services.triage.areas import Areas
from services.triage.calendar import Calendar
from services.triage.cases import ACTION, Case, Cases
from services.triage.events import Event
from services.triage.packing import packed
from services.triage.store import Store, Stored

MOVED = "the key and area of the first revision: withdraw it there, and send it under the right key with another id"
CONTRADICTED = "the first content of a revision stands; say what has changed in a higher revision"


class Arrived(NamedTuple):
    """A revision that was not known, of a case. `event` is None where it takes the event back, and for an action."""

    case: Case
    ref: str
    event: Event | None


class Arrivals:
    """Admits records to the store."""

    def __init__(self, store: Store, cases: Cases, areas: Areas, calendar: Calendar) -> None:
        self._store = store
        self._calendar = calendar
        self._cases = cases
        self._areas = areas

    def expect(self, found: Iterable[Recorded | OfficerAction]) -> None:
        """Prepare for these to be admitted: one look into the file for all."""
        self._store.expect(_name(one) for one in found)

    def admit(self, batch: Batch, record: Record, found: Recorded | OfficerAction) -> Arrived | None:
        """The new revision, now kept; None for a repetition, and for what is now a dead letter."""
        name = _name(found)
        case = self._cases.find(found.area, found.subject_key, self._areas.rulebook(found.area))
        holder = case.subject.id if name in case.revisions else self._store.holder(name)
        if holder is not None and holder != case.subject.id:
            batch.reject(record, reason="revision_conflict", field="/subject_key", message=MOVED)
            return None
        if holder is not None and found.revision in case.revisions[name]:
            self._again(batch, record, found, self._store.digest(name, found.revision))
            return None
        case.know(name, found.revision)
        event = self._event(record, found)
        kept = None if event is None else packed(event)
        self._store.add(Stored(case.subject.id, name, found.revision, content(found), kept))
        return Arrived(case, name, event)

    def _event(self, record: Record, found: Recorded | OfficerAction) -> Event | None:
        if isinstance(found, OfficerAction) or found.withdrawn:
            return None
        loaded = record.log_time if record.header("history") == b"1" else 0
        return admitted(found, loaded, self._calendar)

    def _again(self, batch: Batch, record: Record, found: Recorded | OfficerAction, first: bytes) -> None:
        if content(found) == first:
            batch.duplicate(record)
        else:
            batch.reject(record, reason="revision_conflict", field="/revision", message=CONTRADICTED)


def _name(found: Recorded | OfficerAction) -> str:
    return f"{ACTION}{ref(found)}" if isinstance(found, OfficerAction) else ref(found)


def because(found: Recorded, late: bool) -> Because:
    """What the arrival of an event is. `late`: another of the child's events has happened after it."""
    first: Cause = "late_event" if late else "event"
    again: Cause = "retracted" if found.withdrawn else "amended"
    cause = again if found.revision > 1 else first
    return Because(cause=cause, type=found.type, event_id=found.event_id, agency=found.agency, at=found.occurred_at)
