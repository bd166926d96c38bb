"""A record about a child arrives: whether it is new, a repetition, or contradicts what is known."""

from collections.abc import Iterable
from typing import NamedTuple

from schemas.alerts import Because
from schemas.cases import Correction, OfficerAction
from schemas.codes import Cause
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.admission import Recorded, content, ref
from services.triage.admission import event as admitted
from services.triage.areas import Areas
from services.triage.calendar import Calendar
from services.triage.case import Case
from services.triage.cases import Cases
from services.triage.events import Event
from services.triage.history import Change
from services.triage.packing import packed
from services.triage.store import Store, Stored, Subject

ACTION = "!"
"""Before the identity of an officer's action, which is kept beside the events and is no part of the history."""
MOVED = "the key and area of the first revision: withdraw it there, and send it under the right key with another id"
KEPT_ASIDE = (
    "the key of the first revision, or one to which a correction has moved the event. This revision is kept: it counts "
    "as soon as an event_moved or a subject_merged says so"
)
CONTRADICTED = "the first content of a revision stands; say what has changed in a higher revision"


class Arrived(NamedTuple):
    """A revision that was not known, of a case; `latest` of the case before it, and what it changed in the history."""

    case: Case
    ref: str
    latest: Event | None
    change: Change

    @property
    def late(self) -> bool:
        """Whether another of the child's events has happened after it."""
        return self.latest is not None and self.latest is self.case.history.latest()


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
        case = self._cases.find(found.area, found.subject_key)
        if found.subject_key != case.subject.key or self._entangled(case, name):
            return self._follow(batch, record, found)
        if name in case.revisions and found.revision in case.revisions[name]:
            self._again(batch, record, found, self._store.digest(name, found.revision))
            return None
        case.know(name, found.revision)
        event = self._event(record, found, name)
        self._keep(case.subject.id, case.subject.id, name, found, event)
        return Arrived(case, name, case.history.latest(), case.put(name, found.revision, event))

    def _entangled(self, case: Case, name: str) -> bool:
        """Whether a correction has to do with an event, or another case holds it."""
        if name in case.revisions:
            return name in case.odd
        return self._areas.corrections(case.subject.area).names(name) or self._store.holder(name) is not None

    def _follow(self, batch: Batch, record: Record, found: Recorded | OfficerAction) -> Arrived | None:
        """Admit a revision where corrections decide under which child it stands."""
        self._store.flush()
        name, sent = _name(found), self._store.subject(found.area, found.subject_key)
        filings = self._store.filings(name)
        same = next((one for one in filings if (one.filed, one.revision) == (sent.id, found.revision)), None)
        if same is not None:
            self._again(batch, record, found, same.digest)
            return None
        first = self._store.named(filings[0].filed) if filings else sent
        if first.area != sent.area or (first != sent and isinstance(found, Correction | OfficerAction)):
            batch.reject(record, reason="revision_conflict", field="/subject_key", message=MOVED)
            return None
        return self._stand(batch, record, found, first, sent)

    def _stand(
        self, batch: Batch, record: Record, found: Recorded | OfficerAction, first: Subject, sent: Subject
    ) -> Arrived | None:
        """Each key's revisions are kept: which of them count may change with the next correction."""
        name, corrections = _name(found), self._areas.corrections(found.area)
        filings, way = self._store.filings(name), corrections.way(name, first.key)
        counted = self._cases.standing(found.area, filings).revisions if filings else frozenset[int]()
        case = self._cases.find(found.area, way.child)
        case.know(name, found.revision)
        case.odd.add(name)
        self._keep(case.subject.id, sent.id, name, found, self._event(record, found, name))
        if corrections.child(sent.key) not in way.passed:
            batch.reject(record, reason="revision_conflict", field="/subject_key", message=KEPT_ASIDE)
            return None
        if found.revision in counted:
            batch.reject(record, reason="revision_conflict", field="/revision", message=CONTRADICTED)
            return None
        self._store.flush()
        latest, now = case.history.latest(), self._cases.standing(found.area, self._store.filings(name)).event
        return Arrived(case, name, latest, case.settle(name, now))

    def _keep(self, subject: int, filed: int, name: str, found: Recorded | OfficerAction, event: Event | None) -> None:
        kept = None if event is None else packed(event)
        self._store.add(Stored(subject, filed, name, found.revision, content(found), kept))

    def _event(self, record: Record, found: Recorded | OfficerAction, name: str) -> Event | None:
        if isinstance(found, OfficerAction | Correction) or found.withdrawn:
            return None
        loaded = record.log_time if record.header("history") == b"1" else 0
        return admitted(found, loaded, self._calendar, name)

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
    cause: Cause = "correction" if isinstance(found, Correction) else again if found.revision > 1 else first
    return Because(cause=cause, type=found.type, event_id=found.event_id, agency=found.agency, at=found.occurred_at)
