"""Looks at a case and publishes what has changed: the findings now against its alert."""

from collections.abc import Callable
from itertools import chain
from typing import NamedTuple

from schemas.alerts import AlertRevision, Because
from schemas.base import encode
from services.streaming.fold import Batch
from services.streaming.records import Record
from services.triage.agenda import Agenda
from services.triage.alerts import Situation, advance, current
from services.triage.case import Case
from services.triage.configured import Settings
from services.triage.merging import joined, strays
from services.triage.situations import deadline, situation_of
from services.triage.spans import Cut, Feeds, cut
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

    def __init__(self, settings: Settings, store: Store, agenda: Agenda) -> None:
        self._settings = settings
        self._store = store
        self._agenda = agenda

    def look(self, case: Case, feeds: Feeds, look: Look) -> None:
        """Publish the next revision of the case's alert where its findings have changed, and set its next deadlines."""
        taken = cut(chain.from_iterable(case.spans.values()), look.now, feeds)
        self._schedule(case, taken)
        if taken.findings == case.shown:
            return
        if taken.findings or current(case.alerts) is not None:
            if look.because is None:
                because = deadline(case, taken.findings, look.now, look.feed_agency)
            else:
                because = look.because()
            situation = situation_of(case, taken.findings, because, look.now)
            for revision in self._revisions(case, situation):
                self.publish(case, revision, look.batch, look.cause)
        case.shown = taken.findings

    def publish(self, case: Case, revision: AlertRevision, batch: Batch, cause: Record) -> None:
        """Put a revision on both topics, and keep it."""
        value = encode(revision)
        case.alerts[revision.alert_id] = revision
        self._store.keep_alert(self._owner(case.subject, revision.subject_key), revision.alert_id, value)
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

    def _schedule(self, case: Case, taken: Cut) -> None:
        instants = dict(taken.waits) if taken.due is None else {**taken.waits, "": taken.due}
        subject = case.subject
        if self._agenda.replace(subject.id, subject.area, subject.key, instants):
            self._store.keep_deadlines(subject.id, instants)
