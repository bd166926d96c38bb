"""The records of a log or a file, boiled down to the events in force of each child."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from schemas.cases import CaseRecord, Correction, IncidentReported
from schemas.cases.common import CaseEvent
from services.streaming.partitions import partition_of
from services.triage.admission import Recorded, event, ref
from services.triage.calendar import Calendar, instant
from services.triage.corrections import Corrections, Redirect, redirect
from services.triage.events import Event, order

Said = CaseRecord | CaseEvent
"""What can be taken: a record of `cases`, or an event just as an agency sends it, under a pseudonym."""


class Child(NamedTuple):
    """A child of an area, by the key by which it is known."""

    area: str
    key: str


class Filing(NamedTuple):
    """A revision as it came, under a child's key. `said` is None where it takes back what was said."""

    revision: int
    area: str
    key: str
    said: Event | Redirect | None


@dataclass(slots=True)
class Kept:
    """Takes records in the order in which they came. `first` and `latest`: the instants between which they happened.

    As on the log, an identity is known within its partition: nothing of one has to do with another.
    """

    calendar: Calendar
    partitions: int = 1
    records: int = 0
    first: int = 0
    latest: int = 0
    _filings: dict[tuple[int, bool, str], list[Filing]] = field(default_factory=dict)

    def take(self, record: Said) -> None:
        """Keep what it says. Officers' actions and control records say nothing of a history."""
        match record:
            case Correction():
                self._file(record, redirect(record))
            case CaseEvent() | IncidentReported():
                self._file(record, event(record, 0, self.calendar))

    def children(self, before: int) -> dict[Child, list[Event]]:
        """The events in force that began before an instant, in order, by the child to whom they belong."""
        corrections = self._corrections()
        found: dict[Child, list[Event]] = {}
        for (_, _, name), filings in self._filings.items():
            area = filings[0].area
            for one in _standing(name, filings, corrections.get(area)):
                if one.first < before:
                    found.setdefault(Child(area, one.subject), []).append(one)
        return {child: sorted(events, key=order) for child, events in sorted(found.items())}

    def agencies(self) -> dict[str, frozenset[str]]:
        """The agencies responsible for children, by area."""
        found: dict[str, set[str]] = {}
        for filings in self._filings.values():
            agencies = (one.said.responsible for one in filings if isinstance(one.said, Event))
            found.setdefault(filings[0].area, set()).update(agencies)
        return {area: frozenset(agencies) for area, agencies in found.items()}

    def types(self) -> dict[str, frozenset[str]]:
        """The types of events that there are, by area."""
        found: dict[str, set[str]] = {}
        for filings in self._filings.values():
            found.setdefault(filings[0].area, set()).update(f.said.type for f in filings if isinstance(f.said, Event))
        return {area: frozenset(types) for area, types in found.items()}

    def _file(self, record: Recorded | Correction, said: Event | Redirect) -> None:
        """What is filed under an identity stays in the area where it began, and a correction under its key too."""
        at = instant(record.occurred_at)
        self.first = min(self.first, at) if self.records else at
        self.latest = max(self.latest, at) if self.records else at
        self.records += 1
        filing = Filing(record.revision, record.area, record.subject_key, None if record.withdrawn else said)
        place = partition_of(record.area, self.partitions)
        filed = self._filings.setdefault((place, isinstance(record, Correction), ref(record)), [filing])
        same = filed[0].key == filing.key or not isinstance(record, Correction)
        if filed[-1] is not filing and filed[0].area == filing.area and same:
            filed.append(filing)

    def _corrections(self) -> Mapping[str, Corrections]:
        found: dict[str, list[Redirect]] = {}
        for filings in self._filings.values():
            newest = max(filings, key=lambda one: one.revision)
            if isinstance(newest.said, Redirect):
                found.setdefault(newest.area, []).append(newest.said)
        return {area: Corrections(redirects) for area, redirects in found.items()}


def families(children: Mapping[Child, Iterable[Event]]) -> Iterator[tuple[Child, ...]]:
    """The children that belong together: those whose last event that names a family names the same; else each alone."""
    found: dict[tuple[str, str, str], list[Child]] = {}
    for child, events in children.items():
        family = next((one.family for one in reversed(list(events)) if one.family), "")
        found.setdefault((child.area, family, "" if family else child.key), []).append(child)
    return (tuple(members) for members in found.values())


def _standing(name: str, filings: list[Filing], corrections: Corrections | None) -> Iterator[Event]:
    """The event in force, if there is one, under the child to whom it belongs; see `services.triage.standing`."""
    if corrections is None:
        child, family = filings[0].key, None
        counted = [one for one in filings if one.key == child]
    else:
        child, passed, family = corrections.way(name, filings[0].key)
        counted = [one for one in filings if corrections.child(one.key) in passed]
    said = max(counted, key=lambda one: one.revision).said
    if isinstance(said, Event):
        yield said if (child, family) == (said.subject, None) else _under(said, child, family)


def _under(said: Event, child: str, family: str | None) -> Event:
    return replace(said, subject=child, family=said.family if family is None else family)
