"""What rules can see of an agency's children: which are able to fire where it is responsible, and what is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from services.triage.compiled import Rule
from services.triage.feeds import WRITTEN_HERE, Feed


@dataclass(frozen=True, slots=True)
class Ability:
    """A part of a rule. It is able to fire where nothing is missing.

    `begins`: the types that could begin it, where no feed of the area carries one; `answers`: those that could end it
    or keep it from opening, and that neither the agency's own feeds carry nor, of shared types, another's.
    """

    rule: str
    part: str
    begins: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    @property
    def able(self) -> bool:
        """Whether it can fire."""
        return not self.begins and not self.answers


def ability(rule: Rule, agency: str, feeds: Sequence[Feed]) -> Ability:
    """Of a rule where the agency is responsible; `feeds` are all of the area. See `AreaFeeds.evaluable`."""
    own = carried(one for one in feeds if one.agency == agency).union(*(one.shared for one in feeds))
    begun = not (carried(feeds) | WRITTEN_HERE).isdisjoint(rule.facts.triggers)
    begins = () if begun else tuple(sorted(rule.facts.triggers))
    return Ability(rule.facts.id, rule.facts.part, begins, tuple(sorted(rule.facts.cures - own)))


def carried(feeds: Iterable[Feed]) -> frozenset[str]:
    """The types that the feeds carry."""
    return frozenset[str]().union(*(one.types for one in feeds))
