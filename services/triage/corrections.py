"""Corrections in force: under which child an event stands, whatever key it was filed under. Pure.

Nothing here depends on the order in which the corrections arrived: among several that speak, the one recorded last
decides. A correction that has nothing to correct yet waits until it has.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schemas.cases import Correction, EventMoved, SubjectSplit
from services.triage.admission import ref
from services.triage.calendar import instant


class Redirect(NamedTuple):
    """What one correction says: its `events` of the key `source` belong to `target`. No events: both are one child.

    `family` is the family's key that it names, or "". `several`: it splits a key. `order`: by when it was recorded,
    then by its identity.
    """

    ref: str
    source: str
    target: str
    events: frozenset[str]
    family: str
    several: bool
    order: tuple[int, str]


class Way(NamedTuple):
    """Where an event stands. `passed`: every child under which it stood on the way there, and that one.

    `family`: the family's key that came with the last move ("" where it named none), None for an event never moved.
    """

    child: str
    passed: frozenset[str]
    family: str | None


class Reach(NamedTuple):
    """What a correction may have changed: all that stands under these keys, and these events."""

    keys: frozenset[str]
    events: frozenset[str]


def redirect(found: Correction) -> Redirect:
    """What a record of a correction says."""
    order = (instant(found.recorded_at), ref(found))
    family, split = found.to_family_key or "", isinstance(found, SubjectSplit)
    return Redirect(ref(found), found.subject_key, found.to_subject_key, _named(found), family, split, order)


def _named(found: Correction) -> frozenset[str]:
    if isinstance(found, EventMoved):
        return frozenset({f"{found.moved_agency or found.agency}/{found.moved_event}"})
    if isinstance(found, SubjectSplit):
        return frozenset(ref(one) for one in found.moved_events)
    return frozenset()


class Corrections:
    """The corrections of one area that are in force."""

    def __init__(self, found: Iterable[Redirect] = ()) -> None:
        self._held: dict[str, Redirect] = {}
        self._naming: dict[str, dict[str, Redirect]] = {}
        self._from: dict[str, dict[str, Redirect]] = {}
        self._joins: dict[str, dict[str, Redirect]] = {}
        for one in found:
            self._add(one)

    def __contains__(self, ref: str) -> bool:
        """Whether a correction of that identity is in force."""
        return ref in self._held

    def names(self, event: str) -> bool:
        """Whether a correction moves the event of that identity."""
        return event in self._naming

    def put(self, ref: str, found: Redirect | None) -> Reach:
        """A correction says this from now on; None takes it back."""
        before = self._held.get(ref)
        spoken = [one for one in (before, found) if one is not None]
        reached = self._reach(spoken)
        if before is not None:
            self._drop(before)
        if found is not None:
            self._add(found)
        then = self._reach(spoken)
        return Reach(reached.keys | then.keys, reached.events | then.events)

    def child(self, key: str) -> str:
        """The key by which the child of a key is known."""
        if key not in self._joins:
            return key
        joins = {one for member in self.keys(key) for one in self._joined(member)}
        left = {one.source for one in joins}
        last = max(joins, key=lambda one: (one.target not in left, one.order), default=None)
        return key if last is None else last.target

    def keys(self, key: str) -> frozenset[str]:
        """All keys of the child of a key."""
        found, ahead = {key}, [key]
        while ahead:
            near = {end for one in self._joined(ahead.pop()) for end in (one.source, one.target)} - found
            found |= near
            ahead += near
        return frozenset(found)

    def way(self, event: str, filed: str) -> Way:
        """Where an event stands that was filed under a key: each correction moves it once, the last recorded first."""
        at, passed, family = filed, {self.child(filed)}, None
        left = sorted(self._naming.get(event, {}).values(), key=lambda one: one.order, reverse=True)
        while step := next((one for one in left if self.child(one.source) == self.child(at)), None):
            left.remove(step)
            at, family = step.target, step.family
            passed.add(self.child(at))
        return Way(self.child(at), frozenset(passed), family)

    def _joined(self, key: str) -> Iterator[Redirect]:
        """Mergers of a key that no later split of the same two keys has undone."""
        return (one for one in self._joins.get(key, {}).values() if not self._undone(one))

    def _undone(self, merger: Redirect) -> bool:
        splits = (one for end in (merger.source, merger.target) for one in self._from.get(end, {}).values())
        ends = {merger.source, merger.target}
        return any(one.several and {one.source, one.target} == ends and one.order > merger.order for one in splits)

    def _reach(self, spoken: Iterable[Redirect]) -> Reach:
        whole = [one for one in spoken if not one.events or (one.several and one.source in self._joins)]
        keys = {key for one in whole for end in (one.source, one.target) for key in self.keys(end)}
        events = {event for key in keys for one in self._from.get(key, {}).values() for event in one.events}
        return Reach(frozenset(keys), frozenset(events.union(*(one.events for one in spoken))))

    def _add(self, one: Redirect) -> None:
        self._held[one.ref] = one
        for index, name in self._places(one):
            index.setdefault(name, {})[one.ref] = one

    def _drop(self, one: Redirect) -> None:
        del self._held[one.ref]
        for index, name in self._places(one):
            del index[name][one.ref]
            if not index[name]:
                del index[name]

    def _places(self, one: Redirect) -> list[tuple[dict[str, dict[str, Redirect]], str]]:
        if not one.events:
            return [(self._joins, one.source), (self._joins, one.target)]
        return [(self._from, one.source), *((self._naming, event) for event in sorted(one.events))]
