"""Alerts as officers would get them: a child has one open at a time, which gathers all that is found meanwhile."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from services.triage.backtest.kept import Child
from services.triage.backtest.lives import Life
from services.triage.spans import FOREVER


@dataclass(frozen=True, slots=True)
class Gathered:
    """An alert: the findings that it gathered, in the order in which they opened, at least one."""

    child: Child
    lives: tuple[Life, ...]

    @property
    def opens(self) -> int:
        """When the first finding opened it."""
        return self.lives[0].opens

    @property
    def active(self) -> bool:
        """Whether a finding of an active rule is in it: one of shadow rules alone pages nobody."""
        return any(life.mode == "active" for life in self.lives)

    @property
    def rules(self) -> frozenset[str]:
        """The rules that found something."""
        return frozenset(life.span.rule.id for life in self.lives)


def gathered(lives: Iterable[Life]) -> list[Gathered]:
    """The alerts that the findings would have come to, ascending by when they opened."""
    ordered = sorted(lives, key=lambda one: (one.child, one.opens, one.key))
    found = (alert for _, own in groupby(ordered, key=lambda one: one.child) for alert in _of_child(list(own)))
    return sorted(found, key=lambda one: (one.opens, one.child))


def _of_child(lives: Sequence[Life]) -> Iterator[Gathered]:
    """An alert ends when none of its findings is open: what opens at that very instant still joins it."""
    held: list[Life] = []
    until = -FOREVER
    for life in lives:
        if held and life.opens > until:
            yield Gathered(held[0].child, tuple(held))
            held = []
        held.append(life)
        until = max(until, FOREVER if life.ends is None else life.ends)
    if held:
        yield Gathered(held[0].child, tuple(held))
