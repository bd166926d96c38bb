"""Ordinary households: one to three children, whose histories begin about the same time."""

from datetime import date, timedelta
from typing import Final

from services.heed.simulate.chance import Dice, dice
from services.heed.simulate.child import Child, child_name
from services.heed.simulate.journeys import journey
from services.heed.simulate.noise import disturb
from services.heed.simulate.world import Place

SIZES: Final = {1: 70, 2: 22, 3: 8}
AGES: Final = {(0.0, 1.0): 8, (1.0, 5.0): 25, (5.0, 11.0): 34, (11.0, 16.0): 26, (16.0, 17.5): 7}
"""Least and most years on the day of the first concern, by weight."""


def household(place: Place, seed: int, number: int, day: date) -> list[Child]:
    """The children with all that will be recorded about them, disturbances included."""
    chance = dice("household", seed, place.area.code, number)
    size = chance.pick(SIZES)
    family = place.pseudonym(child_name("family", seed, number)) if size > 1 else None
    children = [_child(place, seed, number, each, day, family, chance) for each in range(size)]
    for child in children:
        journey(child, day)
        disturb(child)
    return children


def _child(place: Place, seed: int, number: int, each: int, day: date, family: str | None, chance: Dice) -> Child:
    born = day - timedelta(days=round(chance.uniform(*chance.pick(AGES)) * 365.25))
    own = dice("child", seed, place.area.code, number, each)
    return Child(place, child_name("child", seed, place.area.code, number, each), born, own, family)
