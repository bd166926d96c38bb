"""The rules of an area, and which of them an event can touch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from services.triage.compiled import Rule, watch
from services.triage.history import Watch
from services.triage.selection import Selection

MOST_KNOWN = 10_000
"""Sets of selections of which a rulebook remembers what they touch; there are some hundreds."""


class Touched(NamedTuple):
    """Rules by child, and rules by family."""

    subject: tuple[Rule, ...]
    family: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Compiled rules under the hash of their files. `family_watch` is what those by family ask of a history."""

    hash: str
    rules: tuple[Rule, ...]
    watch: Watch = field(init=False)
    by_subject: tuple[Rule, ...] = field(init=False)
    families: tuple[Rule, ...] = field(init=False)
    family_watch: Watch = field(init=False)
    by_id: Mapping[str, Rule] = field(init=False)
    _touched: dict[tuple[Selection, ...], Touched] = field(init=False, default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        families = tuple(rule for rule in self.rules if rule.grouping == "family")
        object.__setattr__(self, "by_subject", tuple(rule for rule in self.rules if rule.grouping == "subject"))
        object.__setattr__(self, "watch", watch(self.rules))
        object.__setattr__(self, "families", families)
        object.__setattr__(self, "family_watch", watch(families))
        object.__setattr__(self, "by_id", {rule.facts.id: rule for rule in self.rules})

    def touched(self, selections: tuple[Selection, ...]) -> Touched:
        """The rules whose verdict may change when the selections do."""
        found = self._touched.get(selections)
        if found is None:
            rules = [rule for rule in self.rules if not rule.watches.isdisjoint(selections)]
            apart = tuple(rule for rule in rules if rule.grouping == "subject")
            found = Touched(apart, tuple(rule for rule in rules if rule.grouping == "family"))
            if len(self._touched) >= MOST_KNOWN:
                self._touched.clear()
            self._touched[selections] = found
        return found
