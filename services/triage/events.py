"""An event of a child's history, as the rules see it: what it is, and when it may have happened."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

MOST_KNOWN = 100_000
"""Combinations of codes that are kept to be shared; there are a few thousand."""


class Codes(dict[str, tuple[object, ...]]):
    """Field -> the codes that it holds; fields that are empty are left out. Made by `codes`, and never changed.

    Events with the same codes share one object, which saves memory, and lets what they match be looked up.
    """

    def __hash__(self) -> int:  # type: ignore[override]  # never changed
        """By what it is: see `codes`."""
        return id(self)

    __eq__ = object.__eq__


def codes(held: Iterable[tuple[str, tuple[object, ...]]]) -> Codes:
    """The codes that fields hold: the same object for the same, as long as it is in use."""
    return _codes(tuple(held))


@lru_cache(MOST_KNOWN)
def _codes(held: tuple[tuple[str, tuple[object, ...]], ...]) -> Codes:
    return Codes(held)


@dataclass(frozen=True, slots=True)
class Event:
    """The revision in force of one event. Instants are Unix milliseconds.

    `ref` is its identity, "agency/event_id"; `about` that of the event that it is about, where one is named. It
    happened between `first` and `last`, both included: the same instant where the time is known, the ends of the day
    where only the date is. `runs_from` is when an hour clock on it starts: for a date, the end of that day.
    `responsible` is the agency whose feeds would hold what should follow. `loaded`: the log's time at which a history
    load brought it, 0 where none did; what it has caused up to then is history. `subject` is the child's key, `family`
    its family's, "" where none is named.
    """

    ref: str
    type: str
    first: int
    last: int
    runs_from: int
    responsible: str
    about: str | None
    loaded: int
    codes: Codes = field(compare=False, repr=False)
    subject: str = ""
    family: str = ""

    @property
    def order(self) -> tuple[int, int, str]:
        """Total order of a history: by time, then by identity, so that arrival plays no part."""
        return (self.first, self.last, self.ref)


def order(event: Event) -> tuple[int, int, str]:
    """`Event.order`, as a sort key."""
    return (event.first, event.last, event.ref)
