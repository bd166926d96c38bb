"""The fold of `cases` into alerts: a pure function of each child's history and the log's time."""

import sqlite3
from functools import partial
from typing import ClassVar

from schemas.alerts import Because
from schemas.cases import (
    CASE_RECORD,
    AlertAcknowledged,
    CaseEvent,
    CaseRecord,
    Correction,
    FeedCompleteTo,
    IncidentReported,
    OfficerAction,
    RulesChanged,
)
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.actions import acknowledge
from services.triage.admission import Recorded
from services.triage.agenda import Agenda, Appointment
from services.triage.areas import Areas
from services.triage.arrival import Arrivals, Arrived, because
from services.triage.case import Case
from services.triage.cases import KEPT_EVENTS, Cases
from services.triage.configured import Settings
from services.triage.correcting import PLACEHOLDER, Corrector
from services.triage.corrections import redirect
from services.triage.judge import Judge, Look
from services.triage.kinship import Kinship
from services.triage.registers import SCHEMA as REGISTERS
from services.triage.registers import Registers
from services.triage.store import SCHEMA, Store, Subject

VERSION = 2

About = CaseEvent | IncidentReported | OfficerAction
"""Records about a child; the others are about an area or the time."""


class Triage:
    """Keeps every revision of every event, and one open alert a child.

    Its time is the log's. Before a record of time t is applied, each deadline up to t fires at its own instant, so that
    being behind changes nothing.
    """

    schema: ClassVar[str] = SCHEMA + REGISTERS
    version: ClassVar[int] = VERSION

    def __init__(self, settings: Settings, kept_events: int = KEPT_EVENTS) -> None:
        """`kept_events`: how many events of children stay in memory between batches."""
        self._settings = settings
        self._kept_events = kept_events

    def open(self, db: sqlite3.Connection) -> None:
        """See `Fold.open`."""
        self._store = Store(db)
        self._agenda = Agenda()
        for subject, area, key, agency, at in self._store.deadlines():
            self._agenda.load(Appointment(at, area, key, subject), agency)
        registers = Registers(db)
        self._areas = Areas(self._settings, registers)
        self._cases = Cases(self._store, registers, self._areas, self._kept_events)
        self._kinship = Kinship(registers, self._cases)
        self._arrivals = Arrivals(self._store, self._cases, self._areas, self._settings.calendar)
        self._judge = Judge(self._settings, self._store, self._agenda)
        self._corrector = Corrector(self._store, self._cases, self._kinship, self._areas, self._judge)

    def due(self, log_time: int) -> int | None:
        """See `Fold.due`."""
        return self._agenda.next_due()

    def apply(self, batch: Batch) -> None:
        """See `Fold.apply`."""
        read = [(record, batch.read(record, CASE_RECORD)) for record in batch]
        self._arrivals.expect(found for _, found in read if isinstance(found, About))
        for record, found in read:
            self._pass_time(batch, record)
            if found is not None:
                self._take(batch, record, found)
        self._store.done()
        self._cases.trim()

    def _pass_time(self, batch: Batch, record: Record) -> None:
        for one in self._agenda.due(record.log_time):
            self._look(Subject(one.subject, one.area, one.key), Look(batch, record, one.instant))

    def _take(self, batch: Batch, record: Record, found: CaseRecord) -> None:
        """Clock records have done all that they do: they moved the time."""
        match found:
            case Correction():
                self._correction(batch, record, found)
            case CaseEvent() | IncidentReported():
                self._event(batch, record, found)
            case AlertAcknowledged():
                self._acknowledged(batch, record, found)
            case OfficerAction():
                self._arrivals.admit(batch, record, found)
            case FeedCompleteTo():
                self._feed(batch, record, found)
            case RulesChanged():
                self._rules(batch, record, found)

    def _event(self, batch: Batch, record: Record, found: Recorded) -> None:
        arrived = self._arrivals.admit(batch, record, found)
        if arrived is None:
            return
        case = arrived.case
        if arrived.touched or case.family != case.kin:
            look = Look(batch, record, record.log_time, partial(because, found, arrived.late))
            case.again(arrived.touched)
            for one in self._kinship.concerned(case, arrived.ref):
                self._judge.look(one, self._areas.feeds(found.area), look)
        if isinstance(found, Correction) or arrived.ref in self._areas.corrections(found.area):
            self._correct(arrived, found, Look(batch, record, record.log_time, partial(because, found, False)))

    def _correction(self, batch: Batch, record: Record, found: Correction) -> None:
        if self._corrector.refused(found):
            batch.reject(record, reason="unknown", field="/to_subject_key", message=PLACEHOLDER)
        else:
            self._event(batch, record, found)

    def _correct(self, arrived: Arrived, found: Recorded, look: Look) -> None:
        if found.revision == arrived.case.revisions[arrived.ref][-1]:
            says = redirect(found) if isinstance(found, Correction) and not found.withdrawn else None
            self._corrector.put(found.area, arrived.ref, says, look)

    def _acknowledged(self, batch: Batch, record: Record, found: AlertAcknowledged) -> None:
        arrived = self._arrivals.admit(batch, record, found)
        if arrived is None:
            return
        alert = arrived.case.alerts.get(found.alert_id)
        revision = acknowledge(alert, found, record.log_time, self._settings) if alert is not None else None
        if revision is not None:
            self._judge.publish(arrived.case, revision, batch, record)

    def _feed(self, batch: Batch, record: Record, found: FeedCompleteTo) -> None:
        look = Look(batch, record, record.log_time, feed_agency=found.agency)
        if self._areas.say(found, record.log_time):
            for subject in self._store.subjects(found.area):
                self._look(subject, look)
        for one in self._agenda.complete(found.area, found.agency, self._areas.complete_to(found)):
            self._look(Subject(one.subject, one.area, one.key), look)

    def _rules(self, batch: Batch, record: Record, found: RulesChanged) -> None:
        if not self._areas.change_rules(found.area, found.rules):
            return
        for subject in self._store.subjects(found.area):
            self._look(subject, Look(batch, record, record.log_time, partial(Because, cause="rule")))

    def _look(self, subject: Subject, look: Look) -> None:
        case = self._case(subject)
        self._judge.look(case, self._areas.feeds(subject.area), look)

    def _case(self, subject: Subject) -> Case:
        return self._cases.get(subject)
