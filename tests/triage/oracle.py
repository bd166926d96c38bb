"""What the fold should have come to at the end of a log, worked out the plain way, from scratch."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from schemas.alerts import Finding
from schemas.cases import (
    CASE_RECORD,
    CaseEvent,
    Correction,
    EventMoved,
    FeedCompleteTo,
    IncidentReported,
    SubjectMerged,
)
from services.streaming.records import Record
from services.triage.admission import event as admitted
from services.triage.admission import ref
from services.triage.calendar import instant
from services.triage.configured import Settings
from services.triage.decide import decide
from services.triage.events import Event, order
from services.triage.feeds import AreaFeeds, Feed
from services.triage.spans import Finding as Open
from services.triage.told import findings
from tests.triage.families import FAMILIES
from tests.triage.logs import AGENCIES, BUILT

Recorded = CaseEvent | IncidentReported
Child = tuple[str, str]


@dataclass
class Oracle:
    """The state of the world at the end of a log."""

    records: Sequence[Record]
    built: Settings = FAMILIES

    def decisions(self) -> dict[Child, tuple[Finding, ...]]:
        """The findings of each child that has any, as `decide` says from scratch."""
        now = max(record.timestamp for record in self.records)
        feeds = self._feeds()
        rules, histories = self.built.rulebooks[self.built.standard].rules, self.histories()
        kin = self._kin(histories)
        decided = {
            child: decide(events, feeds[child[0]], now, rules, kin[child]).findings
            for child, events in histories.items()
        }
        return {
            child: findings(found, shadow=self._shadow(child[0], found)) for child, found in decided.items() if found
        }

    def _shadow(self, area: str, found: Sequence[Open]) -> frozenset[tuple[str, str, str, str]]:
        """Those of rules that page nobody where the area's agency is responsible."""
        rules = self.built.rulebooks[self.built.standard].by_id
        modes = {one.key: rules[one.span.rule.id].modes.last(AGENCIES[area]) for one in found}
        return frozenset(key for key, mode in modes.items() if mode == "shadow")

    def histories(self) -> dict[Child, list[Event]]:
        """The events in force of each child."""
        held: dict[Child, list[Event]] = {}
        worlds = {area: World([one for one in self._corrections() if one.area == area]) for area in AGENCIES}
        for name, filed in self._filed().items():
            world = worlds[filed[0].area]
            path = world.path(name, filed[0].subject_key)
            children = {world.child(key) for key in path}
            counted = [one for one in filed if world.child(one.subject_key) in children]
            last = max(counted, key=lambda one: one.revision)
            if not last.withdrawn:
                home = world.child(path[-1])
                family = world.family(name, filed[0].subject_key, last.family_key or "")
                one = replace(admitted(last, 0, BUILT.calendar), subject=home, family=family)
                held.setdefault((last.area, home), []).append(one)
        return held

    def _kin(self, histories: Mapping[Child, Sequence[Event]]) -> dict[Child, list[Event]]:
        """The events of all children of each child's family, which is the one that its last event names."""
        named = {
            child: [one.family for one in sorted(events, key=order) if one.family][-1:]
            for child, events in histories.items()
        }
        return {
            child: [
                event
                for other, events in histories.items()
                if other == child or (other[0] == child[0] and named[child] and named[other] == named[child])
                for event in events
            ]
            for child in histories
        }

    def _feeds(self) -> dict[str, AreaFeeds]:
        feeds, latest = {area: self.built.area_feeds(area) for area in AGENCIES}, 0
        for record in self.records:
            latest = max(latest, record.timestamp)
            found = CASE_RECORD.validate_json(record.value or b"")
            if isinstance(found, FeedCompleteTo):
                feeds[found.area].say(found.agency, found.source, found.types, instant(found.complete_to), latest)
        for area in AGENCIES:
            feeds[area].silence(feed for feed in self.built.feeds.get(area, ()) if self._silent(area, feed, latest))
        return feeds

    def _silent(self, area: str, feed: Feed, now: int) -> bool:
        """Whether nothing of a feed has arrived for as long as its rhythm, counted from the area's first record."""
        at, latest = 0, 0
        for record in self.records:
            latest = max(latest, record.timestamp)
            found = CASE_RECORD.validate_json(record.value or b"")
            if not isinstance(found, CaseEvent | FeedCompleteTo) or found.area != area:
                continue
            said = isinstance(found, FeedCompleteTo) and found.source == feed.source
            came = isinstance(found, CaseEvent) and found.type in feed.types
            at = latest if at == 0 or (found.agency == feed.agency and (said or came)) else at
        return at > 0 and feed.rhythm is not None and feed.rhythm.between(at, at, BUILT.calendar) <= now

    def _read(self) -> Iterator[Recorded]:
        found = (CASE_RECORD.validate_json(record.value or b"") for record in self.records)
        return (one for one in found if isinstance(one, CaseEvent | IncidentReported))

    def _filed(self) -> dict[str, list[Recorded]]:
        """The revisions of each event in the order of the log, the first of each key; all of one area."""
        known: dict[str, dict[tuple[str, int], Recorded]] = {}
        areas: dict[str, str] = {}
        for one in self._read():
            if not isinstance(one, Correction) and areas.setdefault(ref(one), one.area) == one.area:
                known.setdefault(ref(one), {}).setdefault((one.subject_key, one.revision), one)
        return {name: list(filed.values()) for name, filed in known.items()}

    def _corrections(self) -> list[Correction]:
        """Those in force: the highest revision under the key of the first, where it isn't withdrawn."""
        known: dict[str, dict[int, Correction]] = {}
        homes: dict[str, Child] = {}
        for one in self._read():
            home = (one.area, one.subject_key)
            if isinstance(one, Correction) and homes.setdefault(ref(one), home) == home:
                known.setdefault(ref(one), {}).setdefault(one.revision, one)
        last = (revisions[max(revisions)] for revisions in known.values())
        return [one for one in last if not one.withdrawn]


class World:
    """What the corrections of an area say, worked out by asking all of them each time."""

    def __init__(self, corrections: Sequence[Correction]) -> None:
        self._ordered = sorted(corrections, key=lambda one: (one.recorded_at, ref(one)))

    def path(self, name: str, filed: str) -> list[str]:
        """The keys under which an event stands, one after the other."""
        return [filed, *(one.to_subject_key for one in self._steps(name, filed))]

    def family(self, name: str, filed: str, said: str) -> str:
        """The family that an event names: its own, or where it was moved the last move's."""
        steps = self._steps(name, filed)
        return (steps[-1].to_family_key or "") if steps else said

    def _steps(self, name: str, filed: str) -> list[Correction]:
        at, left = filed, [one for one in reversed(self._ordered) if name in _moves(one)]
        steps: list[Correction] = []
        while True:
            step = next((one for one in left if self.child(one.subject_key) == self.child(at)), None)
            if step is None:
                return steps
            left.remove(step)
            steps.append(step)
            at = step.to_subject_key

    def child(self, key: str) -> str:
        """The key by which a child is known."""
        joins = [one for one in self._ordered if isinstance(one, SubjectMerged) and not self._split_later(one)]
        keys = {key}
        for _ in joins:
            for one in joins:
                if keys & {one.subject_key, one.to_subject_key}:
                    keys |= {one.subject_key, one.to_subject_key}
        inside = [one for one in joins if one.subject_key in keys]
        ends = keys - {one.subject_key for one in inside} or keys
        return next((one.to_subject_key for one in reversed(inside) if one.to_subject_key in ends), key)

    def _split_later(self, join: Correction) -> bool:
        after = self._ordered[self._ordered.index(join) :]
        ends = {join.subject_key, join.to_subject_key}
        return any(one.type == "subject_split" and {one.subject_key, one.to_subject_key} == ends for one in after)


def _moves(one: Correction) -> set[str]:
    if isinstance(one, EventMoved):
        return {f"{one.moved_agency or one.agency}/{one.moved_event}"}
    return {ref(event) for event in getattr(one, "moved_events", ())}
