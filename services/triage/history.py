"""A child's events in force, indexed by what the rules ask of them."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from services.triage.calendar import DAY, HOUR
from services.triage.events import Codes, Event, order
from services.triage.selection import Selection

LONGEST_DAY = DAY + HOUR
"""The last Sunday of October in England: how far apart the ends of an event are at most."""
FEW = 8
"""So many events are looked through faster than a place among them is found."""
MOST_KNOWN = 50_000
"""Kinds of event of which a watch remembers what they match."""


class Watch:
    """What is asked of a history: by event type, the selections that such an event can match.

    Events with the same type and codes match the same: what was found once is remembered.
    """

    def __init__(self, selections: Mapping[str, Sequence[Selection]]) -> None:
        self._selections = selections
        self._known: dict[tuple[str, Codes], tuple[Selection, ...]] = {}

    def matching(self, event: Event) -> tuple[Selection, ...]:
        """The selections that the event matches: the same object for the same kind."""
        kind = (event.type, event.codes)
        found = self._known.get(kind)
        if found is None:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = tuple(one for one in self._selections.get(event.type, ()) if one.matches(event))
            self._known[kind] = found
        return found


class Change(NamedTuple):
    """An event of a history came, went or became another. `since`: when the earlier of the two began."""

    touched: tuple[Selection, ...]
    since: int


UNCHANGED = Change((), 0)


class History:
    """Events of one child or family. Each selection's list is in order, so that a rule reads only what it is about.

    `subjects`: how many events each child has.
    """

    def __init__(self, watch: Watch, events: Iterable[Event] = ()) -> None:
        self.events: dict[str, Event] = {}
        self.subjects: dict[str, int] = {}
        self._watch = watch
        self._lists: dict[Selection, list[Event]] = {}
        self._latest: Event | None = None
        for event in events:
            self.events[event.ref] = event
            self.subjects[event.subject] = self.subjects.get(event.subject, 0) + 1
            for selection in self._watch.matching(event):
                self._lists.setdefault(selection, []).append(event)
        for held in self._lists.values():
            held.sort(key=order)

    def add(self, event: Event) -> tuple[Selection, ...]:
        """Put in an event whose identity isn't there. Returns the selections that changed."""
        self.events[event.ref] = event
        self.subjects[event.subject] = self.subjects.get(event.subject, 0) + 1
        place = event.order
        if self._latest is not None and place > self._latest.order:
            self._latest = event
        touched, lists = self._watch.matching(event), self._lists
        for selection in touched:
            held = lists.get(selection)
            if held is None:
                lists[selection] = [event]
            elif held and place < held[-1].order:
                insort(held, event, key=order)
            else:
                held.append(event)
        return touched

    def remove(self, ref: str) -> tuple[Selection, ...]:
        """Take out the event of that identity, if there is one. Returns the selections that changed."""
        event = self.events.pop(ref, None)
        if event is None:
            return ()
        self._latest = None if event is self._latest else self._latest
        self.subjects[event.subject] -= 1
        if not self.subjects[event.subject]:
            del self.subjects[event.subject]
        touched = self._watch.matching(event)
        for selection in touched:
            held = self._lists[selection]
            del held[bisect_left(held, event.order, key=order)]
        return touched

    def replace(self, ref: str, event: Event | None) -> Change:
        """Let the event of an identity be this one, or none."""
        before = self.events.get(ref)
        if before is None:
            return UNCHANGED if event is None else Change(self.add(event), event.first)
        touched = self.remove(ref)
        if event is None:
            return Change(touched, before.first)
        return Change(tuple(dict.fromkeys(touched + self.add(event))), min(before.first, event.first))

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


def since(instant: int, events: Sequence[Event]) -> Iterator[Event]:
    """Those of ordered events that began at the instant or later, ascending."""
    start = 0 if len(events) <= FEW else bisect_left(events, instant, key=_first)
    for place in range(start, len(events)):
        if events[place].first >= instant:
            yield events[place]


def back(events: Sequence[Event], instant: int) -> Iterator[Event]:
    """Those of ordered events that began at the instant or before, descending."""
    end = len(events) if len(events) <= FEW else bisect_right(events, instant, key=_first)
    for place in range(end - 1, -1, -1):
        if events[place].first <= instant:
            yield events[place]


def back_from(anchor: Event, events: Sequence[Event]) -> Iterator[Event]:
    """Those that may have happened no later than the anchor, descending; the anchor itself left out."""
    return (one for one in back(events, anchor.last) if one.ref != anchor.ref)


def _first(event: Event) -> int:
    return event.first
