"""Which cases practitioners read to judge a rule: findings of it, and children about whom it found nothing. Pure."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.triage.backtest.kept import Child
from services.triage.backtest.lives import Life
from services.triage.compiled import Rule
from services.triage.events import Event


@dataclass(frozen=True, slots=True)
class Case:
    """A child, and the finding to judge; None where the rule found nothing about it."""

    child: Child
    life: Life | None

    @property
    def name(self) -> str:
        """What tells it from every other case."""
        anchor = "" if self.life is None else f"{self.life.span.rule.part}/{self.life.span.anchor.ref}"
        return f"{self.child.area}/{self.child.key}/{anchor}"


@dataclass(frozen=True, slots=True)
class Sample:
    """The cases drawn, mixed. `findings` and `without` say out of how many of each kind."""

    cases: tuple[Case, ...]
    findings: int
    without: int


def sample(
    rules: Sequence[Rule], lives: Iterable[Life], children: Mapping[Child, Sequence[Event]], n: int, seed: str
) -> Sample:
    """`n` findings of one rule, in all its parts, and `n` children without one; fewer where there aren't so many.

    Only children with an event of a type that can begin the rule are drawn: of the others it can say nothing. The same
    seed draws the same cases, wherever they stand in the log.
    """
    found = [Case(life.child, life) for life in lives]
    begins = frozenset[str]().union(*(rule.facts.triggers for rule in rules))
    named = {case.child for case in found}
    quiet = [Case(child, None) for child, events in children.items() if child not in named and _any(events, begins)]

    drawn = [*_drawn(found, n, f"{seed}/draw"), *_drawn(quiet, n, f"{seed}/draw")]
    return Sample(tuple(_drawn(drawn, len(drawn), f"{seed}/mix")), len(found), len(quiet))


def _drawn(cases: Iterable[Case], n: int, seed: str) -> list[Case]:
    """The first `n`, in the order of a hash of each."""
    return sorted(cases, key=lambda one: hashlib.sha256(f"{seed}/{one.name}".encode()).digest())[:n]


def _any(events: Iterable[Event], types: frozenset[str]) -> bool:
    return any(one.type in types for one in events)
