"""A child's events in force, indexed by what the rules ask of them."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence

from services.triage.events import Event, order
from services.triage.selection import Selection

Watch = Mapping[str, Sequence[Selection]]
"""Event type -> the selections that it can match."""


class History:
    """Events of one subject. Each selection's list is kept in order, so that a rule reads only what it is about."""

    def __init__(self, watch: Watch, events: Iterable[Event] = ()) -> None:
        self.events: dict[str, Event] = {}
        self._watch = watch
        self._lists: dict[Selection, list[Event]] = {}
        self._latest: Event | None = None
        for event in events:
            self.add(event)

    def add(self, event: Event) -> set[Selection]:
        """Put in an event whose identity isn't there. Returns the selections that changed."""
        self.events[event.ref] = event
        if self._latest is not None and event.order > self._latest.order:
            self._latest = event
        return {selection for selection in self._matching(event) if self._insert(selection, event)}

    def remove(self, ref: str) -> set[Selection]:
        """Take out the event of that identity, if there is one. Returns the selections that changed."""
        event = self.events.pop(ref, None)
        self._latest = None if event is self._latest else self._latest
        return set() if event is None else {one for one in self._matching(event) if self._delete(one, event)}

    def of(self, selection: Selection) -> Sequence[Event]:
        """The events of a selection, ascending in `Event.order`."""
        return self._lists.get(selection, ())

    def latest(self) -> Event | None:
        """The last event in `Event.order`."""
        if self._latest is None:
            self._latest = max(self.events.values(), key=order, default=None)
        return self._latest

    def _matching(self, event: Event) -> list[Selection]:
        return [selection for selection in self._watch.get(event.type, ()) if selection.matches(event)]

    def _insert(self, selection: Selection, event: Event) -> bool:
        insort(self._lists.setdefault(selection, []), event, key=order)
        return True

    def _delete(self, selection: Selection, event: Event) -> bool:
        held = self._lists[selection]
        del held[bisect_left(held, event.order, key=order)]
        return True
