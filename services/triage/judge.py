"""Looks at a case and publishes what has changed: the findings now against its alert."""

from collections.abc import Callable
from typing import NamedTuple

from schemas.alerts import AlertRevision, Because
from schemas.base import encode
from schemas.cases import AlertClosed, OfficerAction
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.actions import Around, acted
from services.triage.agenda import Agenda
from services.triage.alerts import ENDED, FindingKey, Situation, advance, current
from services.triage.calendar import moment
from services.triage.case import Case
from services.triage.clocks import fired, running
from services.triage.closings import Closing, Unanswered, closings, unanswered
from services.triage.configured import Settings
from services.triage.merging import joined, strays
from services.triage.paging import Paging
from services.triage.registers import Registers
from services.triage.situations import deadline, situation_of
from services.triage.spans import FOREVER, Cut, Feeds, Finding
from services.triage.store import Store, Subject

REVISIONS, ALERTS = "alert-revisions", "alerts"
TYPE = "alert_revision"


class Look(NamedTuple):
    """A look at a case: in which batch and because of which record, at which instant, and why.

    `because` None: time brought it, or the feed of `feed_agency`, and the deadline that matters is the reason.
    """

    batch: Batch
    cause: Record
    now: int
    because: Callable[[], Because] | None = None
    feed_agency: str | None = None


class Judge:
    """Compares what a case shows now with what it showed, and keeps the agenda."""

    def __init__(self, settings: Settings, store: Store, registers: Registers, agenda: Agenda) -> None:
        """Reads what earlier batches kept of budgets."""
        self._settings = settings
        self._store = store
        self._registers = registers
        self._agenda = agenda
        self._paging = Paging(settings, registers)

    def look(self, case: Case, feeds: Feeds, look: Look) -> None:
        """Publish the next revision of the case's alert where its findings have changed, and set its next deadlines."""
        case.stale = False
        taken = case.verdicts.cut(look.now, feeds)
        if case.alerts:
            self._clock(case, look)
        left = self._left(case, taken.findings, feeds, look.now) if case.closings else None
        found = taken.findings if left is None else left.findings
        if found != case.shown:
            if found or current(case.alerts) is not None:
                self._tell(case, found, look, None if left is None else left.proof)
            case.shown = found
        self._schedule(case, taken, left)

    def act(self, case: Case, feeds: Feeds, alert: AlertRevision, action: OfficerAction, look: Look) -> None:
        """Publish what an officer's action makes of an alert of the case."""
        other = current(case.alerts)
        found = case.verdicts.cut(look.now, feeds).findings
        around = Around(other is not None and other != alert, bool(found))
        revision = acted(alert, action, self._settings, look.now, around)
        if revision.change == "closed" and isinstance(action, AlertClosed):
            for key, closing in closings(case, alert, action, self._settings.calendar, look.now).items():
                self._close(case, alert, key, closing)
        if revision.change == "reopened":
            for key in [key for key, closing in case.closings.items() if closing.alert_id == alert.alert_id]:
                self._close(case, alert, key, None)
        self.publish(case, revision, look.batch, look.cause)
        case.shown = None
        self.look(case, feeds, look._replace(because=lambda: revision.because))

    def _close(self, case: Case, alert: AlertRevision, key: FindingKey, closing: Closing | None) -> None:
        self._registers.keep_closing(self._owner(case.subject, alert.subject_key), key, closing)
        if closing is None:
            del case.closings[key]
        else:
            case.closings[key] = closing

    def _clock(self, case: Case, look: Look) -> None:
        alert = current(case.alerts)
        revision = None if alert is None else fired(alert, self._settings, look.now)
        if revision is not None:
            self.publish(case, revision, look.batch, look.cause)

    def _left(self, case: Case, found: tuple[Finding, ...], feeds: Feeds, now: int) -> Unanswered:
        return unanswered(found, case.closings, case, feeds, now, current(case.alerts) is not None)

    def _tell(self, case: Case, found: tuple[Finding, ...], look: Look, proof: int | None) -> None:
        if look.because is not None:
            because = look.because()
        elif proof is not None:
            because = Because(
                cause="deadline" if look.feed_agency is None else "feed",
                agency=look.feed_agency,
                at=moment(proof),
                code="no_protective_event",
            )
        else:
            because = deadline(case, found, look.now, look.feed_agency)
        weighed = self._paging.weigh(case, found, look.now)
        revisions = self._revisions(case, situation_of(case, found, because, look.now, weighed.modes))
        self._paging.spend(look.batch, look.cause, case, revisions, weighed, look.now)
        for revision in revisions:
            self.publish(case, revision, look.batch, look.cause)

    def publish(self, case: Case, revision: AlertRevision, batch: Batch, cause: Record) -> None:
        """Put a revision on both topics, and keep it."""
        value = encode(revision)
        case.alerts[revision.alert_id] = revision
        owner = self._owner(case.subject, revision.subject_key)
        self._store.keep_alert(owner, revision.alert_id, value, revision.state not in ENDED)
        for topic in (REVISIONS, ALERTS):
            batch.emit(cause, topic, key=revision.alert_id, value=value, type=TYPE)

    def _revisions(self, case: Case, situation: Situation) -> list[AlertRevision]:
        left = strays(case.alerts, case.subject.key)
        if left:
            return joined(case.alerts, left, situation, self._settings)
        revision = advance(case.alerts, situation, self._settings)
        return [] if revision is None else [revision]

    def _owner(self, subject: Subject, key: str) -> int:
        """An alert stays under the key under which it was opened."""
        return subject.id if key == subject.key else self._store.subject(subject.area, key).id

    def _schedule(self, case: Case, taken: Cut, left: Unanswered | None) -> None:
        alert = current(case.alerts) if case.alerts else None
        running_out = None if alert is None else running(alert)
        instants = dict(taken.waits)
        due = min(one for one in (taken.due, running_out, FOREVER) if one is not None)
        if left is not None:
            due = min(due, left.due)
            instants |= {agency: min(at, instants.get(agency, FOREVER)) for agency, at in left.waits.items()}
        if due < FOREVER:
            instants[""] = due
        subject = case.subject
        if self._agenda.replace(subject.id, subject.area, subject.key, instants):
            self._store.keep_deadlines(subject.id, instants)
