"""The rules of an area, and which of them an event can touch."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from services.triage.compiled import Rule, watch
from services.triage.history import Watch
from services.triage.selection import Selection


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Compiled rules under the hash of their files. `family_watch` is what those by family ask of a history."""

    hash: str
    rules: tuple[Rule, ...]
    watch: Watch = field(init=False)
    families: tuple[Rule, ...] = field(init=False)
    family_watch: Watch = field(init=False)
    by_id: Mapping[str, Rule] = field(init=False)
    _touched: Mapping[Selection, tuple[Rule, ...]] = field(init=False)

    def __post_init__(self) -> None:
        selections = {selection for rule in self.rules for selection in rule.watches}
        touched = {one: tuple(rule for rule in self.rules if one in rule.watches) for one in selections}
        families = tuple(rule for rule in self.rules if rule.grouping == "family")
        object.__setattr__(self, "watch", watch(self.rules))
        object.__setattr__(self, "families", families)
        object.__setattr__(self, "family_watch", watch(families))
        object.__setattr__(self, "by_id", {rule.facts.id: rule for rule in self.rules})
        object.__setattr__(self, "_touched", touched)

    def touched(self, selections: Iterable[Selection]) -> dict[str, Rule]:
        """The rules, by key, whose verdict may change when the selections do."""
        return {rule.key: rule for selection in selections for rule in self._touched[selection]}
