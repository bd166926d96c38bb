"""How large a benchmark runs."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Options:
    """`scale`: the share of the full work; `rounds`: how often each contender runs; `say` tells progress."""

    scale: float
    rounds: int
    say: Callable[[str], None]

    def scaled(self, full: int, least: int = 100) -> int:
        """`full` at this scale, but never under `least`."""
        return max(least, round(full * self.scale))
