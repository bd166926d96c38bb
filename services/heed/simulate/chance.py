"""Seeded chance: the same labels give the same numbers, on every machine."""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

T = TypeVar("T")


class Dice(random.Random):
    """A stream of chance of its own."""

    def happens(self, probability: float) -> bool:
        """True with that probability."""
        return self.random() < probability

    def pick(self, weights: Mapping[T, float]) -> T:
        """One of the keys, by weight."""
        return self.choices(list(weights), weights=list(weights.values()))[0]

    def between(self, least: timedelta, most: timedelta) -> timedelta:
        """A duration, uniform, in whole minutes."""
        return timedelta(minutes=self.randint(int(least / MINUTE), int(most / MINUTE)))


MINUTE = timedelta(minutes=1)


def dice(*labels: object) -> Dice:
    """The stream that belongs to these labels."""
    return Dice("|".join(map(str, labels)))
