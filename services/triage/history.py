"""A child's events in force, indexed by what the rules ask of them."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence

from services.triage.events import Event, order
from services.triage.selection import Selection

MOST_KNOWN = 50_000
"""Kinds of event of which a watch remembers what they match."""


class Watch:
    """What is asked of a history: by event type, the selections that such an event can match.

    Events with the same type and codes match the same: what was found once is remembered.
    """

    def __init__(self, selections: Mapping[str, Sequence[Selection]]) -> None:
        self._selections = selections
        self._known: dict[tuple[object, ...], tuple[Selection, ...]] = {}

    def matching(self, event: Event) -> tuple[Selection, ...]:
        """The selections that the event matches."""
        kind = (event.type, *event.codes.items())
        found = self._known.get(kind)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = tuple(one for one in self._selections.get(event.type, ()) if one.matches(event))
            self._known[kind] = found
        return found


class History:
    """Events of one subject. Each selection's list is kept in order, so that a rule reads only what it is about."""

    def __init__(self, watch: Watch, events: Iterable[Event] = ()) -> None:
        self.events: dict[str, Event] = {}
        self._watch = watch
        self._lists: dict[Selection, list[Event]] = {}
        self._latest: Event | None = None
        for event in events:
            self.events[event.ref] = event
            for selection in self._watch.matching(event):
                self._lists.setdefault(selection, []).append(event)
        for held in self._lists.values():
            held.sort(key=order)

    def add(self, event: Event) -> set[Selection]:
        """Put in an event whose identity isn't there. Returns the selections that changed."""
        self.events[event.ref] = event
        if self._latest is not None and event.order > self._latest.order:
            self._latest = event
        return {selection for selection in self._watch.matching(event) if self._insert(selection, event)}

    def remove(self, ref: str) -> set[Selection]:
        """Take out the event of that identity, if there is one. Returns the selections that changed."""
        event = self.events.pop(ref, None)
        self._latest = None if event is self._latest else self._latest
        return set() if event is None else {one for one in self._watch.matching(event) if self._delete(one, event)}

    def of(self, selection: Selection) -> Sequence[Event]:
        """The events of a selection, ascending in `Event.order`."""
        return self._lists.get(selection, ())

    def held(self) -> Iterable[Selection]:
        """The selections of which there may be events."""
        return self._lists.keys()

    def latest(self) -> Event | None:
        """The last event in `Event.order`."""
        if self._latest is None:
            self._latest = max(self.events.values(), key=order, default=None)
        return self._latest

    def _insert(self, selection: Selection, event: Event) -> bool:
        insort(self._lists.setdefault(selection, []), event, key=order)
        return True

    def _delete(self, selection: Selection, event: Event) -> bool:
        held = self._lists[selection]
        del held[bisect_left(held, event.order, key=order)]
        return True
