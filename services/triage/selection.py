"""Which events a part of a rule is about: data that compiles to a test of one event."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from services.triage.events import Codes, Event

Fields = tuple[tuple[str, frozenset[object]], ...]
"""Fields, and codes of each."""
LEVELS: tuple[object, ...] = ("low", "moderate", "high", "critical")
"""Of a concern or a priority, from the least urgent."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an event's fields must hold. All must be met; none given is always met.

    `any_of`: the field holds one of the codes (for a set: at least one); `none_of`: it holds none of them, or isn't
    set. `only`: a set that isn't empty and holds nothing but the codes; `lacks`: a set that is known, if empty, and
    misses at least one of the codes. `known`: fields that are set and not empty. `lowered`: the first field is a level
    under that of the second.
    """

    any_of: Fields = ()
    only: Fields = ()
    known: tuple[str, ...] = ()
    none_of: Fields = ()
    lacks: Fields = ()
    lowered: tuple[str, ...] = ()
    _plain: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_plain", not (self.only or self.known or self.lacks or self.lowered))

    def met_by(self, held: Codes) -> bool:
        """Whether the fields of an event hold all of it."""
        for name, codes in self.any_of:
            if codes.isdisjoint(held.get(name, ())):
                return False
        for name, codes in self.none_of:
            if not codes.isdisjoint(held.get(name, ())):
                return False
        return self._plain or self._others(held)

    def _others(self, held: Codes) -> bool:
        for name, codes in self.only:
            if not held.get(name) or not codes.issuperset(held[name]):
                return False
        for name in self.known:
            if not held.get(name):
                return False
        for name, codes in self.lacks:
            if name not in held or codes.issubset(held[name]):
                return False
        return not self.lowered or _lower(held, *self.lowered)


def _lower(held: Codes, now: str, before: str) -> bool:
    known = held.get(now) and held.get(before)
    return bool(known) and LEVELS.index(held[now][0]) < LEVELS.index(held[before][0])


ANY = Conditions()
"""No conditions: always met."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Events of `type` that meet the conditions."""

    type: str
    conditions: Conditions = ANY


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """Events that at least one of the selectors matches. Made by `selection`; the same object has one index."""

    selectors: tuple[Selector, ...]

    @property
    def types(self) -> frozenset[str]:
        """The event types that can match."""
        return frozenset(selector.type for selector in self.selectors)

    def matches(self, event: Event) -> bool:
        """Whether the event is one of these."""
        return any(one.type == event.type and one.conditions.met_by(event.codes) for one in self.selectors)


def selection(selectors: Iterable[Selector]) -> Selection:
    """The selection of these: always the same object for the same, because histories look it up with every event."""
    return _selection(tuple(selectors))


@cache
def _selection(selectors: tuple[Selector, ...]) -> Selection:
    return Selection(selectors)
