"""The children that the fold has in memory: read when they are needed, forgotten when others are."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from itertools import groupby

from schemas.alerts import ALERT_REVISION
from services.triage.agenda import Agenda
from services.triage.alerts import current
from services.triage.areas import Areas
from services.triage.case import Case, numbers
from services.triage.events import Event
from services.triage.family import Family
from services.triage.history import History
from services.triage.packing import unpacked
from services.triage.registers import Registers
from services.triage.rulebook import Rulebook
from services.triage.standing import Standing, standing
from services.triage.store import Store, Stored, Subject

KEPT_EVENTS = 500_000
"""Events in memory between batches; about 1.3 kB each with all that belongs to them."""


class Cases:
    """Cases by subject, the most recently used last."""

    def __init__(self, store: Store, registers: Registers, areas: Areas, agenda: Agenda, kept_events: int) -> None:
        self._store = store
        self._agenda = agenda
        self._registers = registers
        self._areas = areas
        self._most = kept_events
        self._held: OrderedDict[int, Case] = OrderedDict()
        self._numbers: dict[tuple[str, str], int] = {}

    def find(self, area: str, key: str) -> Case:
        """The case of the child who is known by that key or was merged into another, made where it is new."""
        child = self._areas.corrections(area).child(key)
        number = self._numbers.get((area, child))
        return self.touch(self._store.subject(area, child) if number is None else Subject(number, area, child))

    def get(self, subject: Subject) -> Case:
        """The case of a subject. It works by the rules of its area, and its family is in memory too."""
        case = self.touch(subject)
        case.complete()
        return case

    def touch(self, subject: Subject) -> Case:
        """The same for an event that comes: what the rules say that it doesn't touch may be unknown, but not open."""
        case = self._load(subject)
        if not case.housed:
            self._house(case)
        return case

    def numbered(self, number: int) -> Case:
        """The case of the subject with that number."""
        held = self._held.get(number)
        return self.get(self._store.named(number) if held is None else held.subject)

    def dissolve(self, subjects: Iterable[int]) -> None:
        """Find out anew, when they are needed, who is in the families of these."""
        for number in subjects:
            if number in self._held:
                self._held[number].unhouse()

    def forget(self, subjects: Iterable[int]) -> None:
        """Read these anew when they are needed. Only when the store is flushed."""
        for number in subjects:
            case = self._held.pop(number, None)
            if case is not None:
                case.unhouse()
                del self._numbers[case.subject.area, case.subject.key]

    def trim(self) -> None:
        """Forget the cases that were not used for longest. Only when the store is flushed."""
        held = sum(len(case.revisions) for case in self._held.values())
        while held > self._most:
            number, case = next(iter(self._held.items()))
            self.forget([number])
            held -= len(case.revisions)

    def standing(self, area: str, filings: Sequence[Stored]) -> Standing:
        """Where an event stands, and what it says, by all its revisions in the order in which they came."""
        keys = {one.filed: self._store.named(one.filed).key for one in filings}
        return standing(filings, keys, self._areas.corrections(area))

    def _load(self, subject: Subject) -> Case:
        rulebook, case = self._areas.rulebook(subject.area), self._held.get(subject.id)
        if case is None:
            case = self._held[subject.id] = self._read(subject, rulebook)
            self._numbers[subject.area, subject.key] = subject.id
        else:
            self._held.move_to_end(subject.id)
        if case.rulebook is not rulebook:
            case.unhouse()
            case.follow(rulebook)
        return case

    def _house(self, case: Case) -> None:
        kin = self._registers.kin(case.subject.area, case.kin) if case.kin and case.rulebook.families else []
        if len(kin) > 1:
            Family([self._load(self._store.named(number)) for number in kin])
        else:
            case.alone()

    def _read(self, subject: Subject, rulebook: Rulebook) -> Case:
        case = Case(subject, rulebook, History(rulebook.watch))
        if self._store.is_new(subject.id) and len(self._areas.corrections(subject.area).keys(subject.key)) == 1:
            return case
        case.kin = self._registers.family(subject.id)
        stored = groupby(self._store.events(subject.id), key=lambda one: one.ref)
        standing = (self._restored(case, ref, list(filings)) for ref, filings in stored)
        case.restore(one for one in standing if one is not None)
        case.marked = case.is_placeholder and self._registers.marked(subject.id)
        for number in self._numbered(subject):
            alerts = (ALERT_REVISION.validate_json(value) for value in self._store.alerts(number))
            case.alerts |= {alert.alert_id: alert for alert in alerts}
            case.closings |= self._registers.closings(number)
        case.whole = False
        if case.closings or current(case.alerts) is not None or self._agenda.holds(subject.id):
            case.complete()
        return case

    def _restored(self, case: Case, ref: str, filings: Sequence[Stored]) -> Event | None:
        case.revisions[ref] = numbers(*(one.revision for one in filings))
        if self._is_odd(case.subject, ref, filings):
            case.odd.add(ref)
            return self.standing(case.subject.area, filings).event
        last = max(filings, key=lambda one: one.revision).event if len(filings) > 1 else filings[0].event
        return None if last is None else unpacked(last, case.subject.key)

    def _is_odd(self, subject: Subject, ref: str, filings: Sequence[Stored]) -> bool:
        named = self._areas.corrections(subject.area).names(ref)
        return named or any(one.filed != subject.id for one in filings)

    def _numbered(self, subject: Subject) -> list[int]:
        """All keys of the child, by number; none for a key by which no child is known any more."""
        corrections = self._areas.corrections(subject.area)
        if corrections.child(subject.key) != subject.key:
            return []
        others = sorted(corrections.keys(subject.key) - {subject.key})
        return [*(self._store.subject(subject.area, key).id for key in others), subject.id]
