"""A pilot from a configuration and a seed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from schemas.configuration import Configuration
from services.heed.simulate.child import Child
from services.heed.simulate.pilot import Pilot, events_per_household
from services.heed.simulate.stories import CAUSES, plant
from services.heed.simulate.tales import plant_every_rule
from services.heed.simulate.truth import Truth
from services.heed.simulate.world import AreaKey, Place, build_world

LAST_DAY: Final = date(2025, 12, 31)
"""The last day of a pilot that names none."""
YEAR: Final = timedelta(days=364)
Stories = Literal["pilot", "every-rule"]
"""Those of the four rules of a pilot, or those of every rule."""


@dataclass(frozen=True, slots=True)
class Size:
    """About how many case events and reports; how many times each planted story is told in each area."""

    events: int = 6_000
    reports: int = 1_500
    stories: int = 3

    def scaled(self, by: float) -> "Size":
        """The same pilot, so many times as large."""
        return Size(round(self.events * by), round(self.reports * by), max(1, round(self.stories * by)))


DEMO: Final = Size()


def generate(
    configuration: Configuration,
    seed: int,
    size: Size = DEMO,
    *,
    last: date = LAST_DAY,
    keys: Mapping[str, AreaKey] | None = None,
    stories: Stories = "pilot",
) -> Pilot:
    """The pilot of the year that ends with `last`. Areas without a key in `keys` get one that follows from the seed.

    Stories of every rule may begin before that year: what was recorded then is sent on its first day.
    """
    world = build_world(configuration, seed, keys)
    first = last - YEAR
    told = [
        _plant(stories, place, seed, number, first, last) for place in world.places for number in range(size.stories)
    ]
    planted = tuple(child for children, _ in told for child in children)
    truth = tuple(line for _, lines in told for line in lines)
    each = sum(events_per_household(place, seed, first, last) for place in world.places)
    ordinary = max(0, size.events - sum(len(child.entries) for child in planted))
    return Pilot(world, seed, first, last, round(ordinary / each), size.reports // len(world.places), planted, truth)


def _plant(
    stories: Stories, place: Place, seed: int, number: int, first: date, last: date
) -> tuple[list[Child], list[Truth]]:
    children, lines = plant(place, seed, number, first, last)
    if stories == "every-rule":
        others, further = plant_every_rule(place, seed, number, last)
        named = [replace(line, also=CAUSES.get(line.rule, ())) for line in lines]
        return [*children, *others], [*named, *further]
    return children, lines
