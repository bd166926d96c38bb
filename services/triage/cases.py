"""The children that the fold has in memory: read when they are needed, forgotten when others are."""

from bisect import insort
from collections import OrderedDict
from dataclasses import dataclass, field

from schemas.alerts import ALERT_REVISION, AlertRevision
from services.triage.events import Event
from services.triage.history import History
from services.triage.packing import unpacked
from services.triage.rulebook import Rulebook
from services.triage.selection import Selection
from services.triage.spans import Finding, Span
from services.triage.store import Store, Stored, Subject

ACTION = "!"
"""Before the identity of an officer's action, which is kept beside the events and is no part of the history."""
KEPT_EVENTS = 300_000
"""Events in memory between batches; about 1 kB each."""


@dataclass(slots=True)
class Case:
    """A child: its events in force, the revisions known of each, the spans of each rule, its alerts' last revisions.

    `shown`: the findings at the last look, None before the first since the case was read.
    """

    subject: Subject
    rulebook: Rulebook
    history: History
    revisions: dict[str, list[int]] = field(default_factory=dict)
    spans: dict[str, list[Span]] = field(default_factory=dict)
    alerts: dict[str, AlertRevision] = field(default_factory=dict)
    shown: tuple[Finding, ...] | None = None

    def know(self, ref: str, revision: int) -> None:
        """Note that a revision of an event or action is kept."""
        insort(self.revisions.setdefault(ref, []), revision)

    def put(self, ref: str, revision: int, event: Event | None) -> set[Selection]:
        """Take in a revision that was noted; None takes the event back.

        Returns the selections that changed: none for a revision that was overtaken.
        """
        if self.revisions[ref][-1] > revision:
            return set()
        touched = self.history.remove(ref)
        return touched if event is None else touched | self.history.add(event)

    def follow(self, rulebook: Rulebook) -> None:
        """Work by other rules."""
        self.rulebook = rulebook
        self.history = History(rulebook.watch, self.history.events.values())
        self.spans = {rule.facts.id: rule.spans(self.history) for rule in rulebook.rules}

    def again(self, touched: set[Selection]) -> None:
        """Work out anew what the rules say that watch what was touched."""
        for id, rule in self.rulebook.touched(touched).items():
            self.spans[id] = rule.spans(self.history)


class Cases:
    """Cases by subject, the most recently used last."""

    def __init__(self, store: Store, kept_events: int) -> None:
        self._store = store
        self._most = kept_events
        self._held: OrderedDict[int, Case] = OrderedDict()
        self._numbers: dict[tuple[str, str], int] = {}

    def find(self, area: str, key: str, rulebook: Rulebook) -> Case:
        """The case of a child, made where it is new."""
        number = self._numbers.get((area, key))
        subject = self._store.subject(area, key) if number is None else Subject(number, area, key)
        return self.get(subject, rulebook)

    def get(self, subject: Subject, rulebook: Rulebook) -> Case:
        """The case of a subject, which works by the rules."""
        case = self._held.get(subject.id)
        if case is None:
            case = self._held[subject.id] = self._read(subject, rulebook)
            self._numbers[subject.area, subject.key] = subject.id
        else:
            self._held.move_to_end(subject.id)
        if case.rulebook is not rulebook:
            case.follow(rulebook)
        return case

    def trim(self) -> None:
        """Forget the cases that were not used for longest. Only when the store is flushed."""
        held = sum(len(case.revisions) for case in self._held.values())
        while held > self._most:
            _, case = self._held.popitem(last=False)
            del self._numbers[case.subject.area, case.subject.key]
            held -= len(case.revisions)

    def _read(self, subject: Subject, rulebook: Rulebook) -> Case:
        case = Case(subject, rulebook, History(rulebook.watch))
        for stored in self._store.events(subject.id):
            self._restore(case, stored)
        case.spans = {rule.facts.id: rule.spans(case.history) for rule in rulebook.rules}
        alerts = (ALERT_REVISION.validate_json(value) for value in self._store.alerts(subject.id))
        case.alerts = {alert.alert_id: alert for alert in alerts}
        return case

    def _restore(self, case: Case, stored: Stored) -> None:
        case.know(stored.ref, stored.revision)
        if stored.ref.startswith(ACTION):
            return
        case.put(stored.ref, stored.revision, None if stored.event is None else unpacked(stored.event))
