"""The fold of `cases` into alerts: a pure function of each child's history and the log's time."""

import sqlite3
from functools import partial
from typing import ClassVar

from schemas.alerts import Because
from schemas.cases import (
    CASE_RECORD,
    CaseEvent,
    CaseRecord,
    FeedCompleteTo,
    IncidentReported,
    OfficerAction,
    RulesChanged,
)
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.agenda import Agenda, Appointment
from services.triage.areas import Areas
from services.triage.arrival import Arrivals
from services.triage.cases import KEPT_EVENTS, Cases
from services.triage.configured import Settings
from services.triage.correcting import Corrector
from services.triage.handover import hand_over
from services.triage.judge import Judge, Look
from services.triage.kinship import Kinship
from services.triage.listening import Listener
from services.triage.recording import Recorder
from services.triage.registers import SCHEMA as REGISTERS
from services.triage.registers import Registers
from services.triage.spans import FOREVER
from services.triage.store import SCHEMA, Store, Subject

VERSION = 2
UNKNOWN = "the id of an alert of this child"

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
        self._areas = areas = Areas(self._settings, registers)
        self._cases = cases = Cases(self._store, registers, areas, self._agenda, self._kept_events)
        self._judge = judge = Judge(self._settings, self._store, registers, self._agenda)
        self._arrivals = Arrivals(self._store, cases, areas, self._settings.calendar)
        self._listener = Listener(self._settings, self._store, registers, areas, cases, judge)
        kinship = Kinship(registers, cases)
        corrector = Corrector(self._store, cases, kinship, areas, judge)
        self._recorder = Recorder(self._settings, registers, areas, self._arrivals, kinship, corrector, judge)

    def succeed(self, batch: Batch, cause: Record, old: sqlite3.Connection, mark: int) -> None:
        """See `Successor.succeed`."""
        hand_over(batch, cause, old, mark, self._settings.engine)
        self.open(batch.db)

    def due(self, log_time: int) -> int | None:
        """See `Fold.due`."""
        due, silent = self._agenda.next_due(), self._listener.due
        return due if silent == FOREVER else silent if due is None else min(due, silent)

    def apply(self, batch: Batch) -> None:
        """See `Fold.apply`."""
        read = [(record, batch.read(record, CASE_RECORD)) for record in batch]
        self._arrivals.expect(found for _, found in read if isinstance(found, About))
        for record, found in read:
            self._pass_time(batch, record)
            if found is not None:
                self._listener.heard(batch, record, found)
                self._take(batch, record, found)
        self._listener.keep()
        self._store.done()
        self._cases.trim()

    def _pass_time(self, batch: Batch, record: Record) -> None:
        if self._listener.due <= record.log_time:
            while (silent := self._listener.next(record.log_time)) is not None:
                self._deadlines(batch, record, silent.due)
                self._listener.fall(batch, record, silent)
        self._deadlines(batch, record, record.log_time)

    def _deadlines(self, batch: Batch, record: Record, through: int) -> None:
        for one in self._agenda.due(through):
            self._look(Subject(one.subject, one.area, one.key), Look(batch, record, one.instant))

    def _take(self, batch: Batch, record: Record, found: CaseRecord) -> None:
        """Clock records have done all that they do: they moved the time."""
        match found:
            case CaseEvent() | IncidentReported():
                self._recorder.take(batch, record, found)
            case OfficerAction():
                self._acted(batch, record, found)
            case FeedCompleteTo():
                self._feed(batch, record, found)
            case RulesChanged():
                self._rules(batch, record, found)

    def _acted(self, batch: Batch, record: Record, found: OfficerAction) -> None:
        arrived = self._arrivals.admit(batch, record, found)
        if arrived is None:
            return
        alert = arrived.case.alerts.get(found.alert_id)
        if alert is None:
            batch.reject(record, reason="unknown", field="/alert_id", message=UNKNOWN)
            return
        look = Look(batch, record, record.log_time)
        self._judge.act(arrived.case, self._areas.feeds(found.area), alert, found, look)

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
        self._judge.look(self._cases.get(subject), self._areas.feeds(subject.area), look)
