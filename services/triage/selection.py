"""Which events a part of a rule is about: data that compiles to a test of one event."""

from dataclasses import dataclass, field

from services.triage.events import Codes, Event


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an event's fields must hold. All must be met; none given is always met.

    `any_of`: the field holds one of the codes (for a set: at least one). `only`: a set that isn't empty and holds
    nothing but the codes. `known`: fields that are set and not empty.
    """

    any_of: tuple[tuple[str, frozenset[object]], ...] = ()
    only: tuple[tuple[str, frozenset[object]], ...] = ()
    known: tuple[str, ...] = ()

    def met_by(self, held: Codes) -> bool:
        """Whether the fields of an event hold all of it."""
        return (
            all(not codes.isdisjoint(held.get(name, ())) for name, codes in self.any_of)
            and all(name in held and codes.issuperset(held[name]) for name, codes in self.only)
            and all(name in held for name in self.known)
        )


ANY = Conditions()
"""No conditions: always met."""


@dataclass(frozen=True, slots=True)
class Selector:
    """Events of `type` that meet the conditions."""

    type: str
    conditions: Conditions = ANY


@dataclass(frozen=True, slots=True)
class Selection:
    """Events that at least one of the selectors matches. Equal selections share one index in a history."""

    selectors: tuple[Selector, ...]
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash(self.selectors))

    def __hash__(self) -> int:
        """Kept, because histories look selections up with every event."""
        return self._hash

    @property
    def types(self) -> frozenset[str]:
        """The event types that can match."""
        return frozenset(selector.type for selector in self.selectors)

    def matches(self, event: Event) -> bool:
        """Whether the event is one of these."""
        return any(one.type == event.type and one.conditions.met_by(event.codes) for one in self.selectors)
