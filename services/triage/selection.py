"""Which events a part of a rule is about: data that compiles to a test of one event."""

from dataclasses import dataclass, field

from services.triage.events import Event


@dataclass(frozen=True, slots=True)
class Conditions:
    """What an event's fields must hold. All must be met; none given is always met.

    `any_of`: the field holds one of the codes (for a set: at least one). `only`: a set that isn't empty and holds
    nothing but the codes. `known`: fields that are set and not empty.
    """

    any_of: tuple[tuple[str, frozenset[object]], ...] = ()
    only: tuple[tuple[str, frozenset[object]], ...] = ()
    known: tuple[str, ...] = ()

    def met_by(self, model: object) -> bool:
        """Whether the fields of `model` hold all of it. A field that the model lacks is empty."""
        return (
            all(not codes.isdisjoint(_values(model, name)) for name, codes in self.any_of)
            and all(_only(_values(model, name), codes) for name, codes in self.only)
            and all(_values(model, name) for name in self.known)
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
        return any(one.type == event.type and one.conditions.met_by(event.model) for one in self.selectors)


def _values(model: object, name: str) -> tuple[object, ...]:
    value = getattr(model, name, None)
    if value is None:
        return ()
    return tuple(value) if isinstance(value, list | tuple | set | frozenset) else (value,)


def _only(values: tuple[object, ...], codes: frozenset[object]) -> bool:
    return bool(values) and codes.issuperset(values)
