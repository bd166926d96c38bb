"""When the learning lane's batches leave: every few seconds in a demo, else at a random time of each working day."""

import random
import secrets
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import holidays

from schemas.configuration import Configuration
from services.intake.days import ENGLAND

Pace = Callable[[], float]
"""Seconds until the next batch; asked anew after each."""


def pace_of(configuration: Configuration, shuffle_s: float | None, now_ms: Callable[[], int]) -> Pace:
    """`shuffle_s` apart; where that is None, once each working day."""
    if shuffle_s is not None:
        return lambda: shuffle_s
    chance = secrets.SystemRandom()
    hours = configuration.working_hours

    def until_next() -> float:
        now = datetime.fromtimestamp(now_ms() / 1000, UTC)
        return (next_batch(now, hours.start, hours.end, chance) - now).total_seconds()

    return until_next


def next_batch(now: datetime, start: int, end: int, chance: random.Random) -> datetime:
    """A random instant from `start` to `end` o'clock of the next day that works, in England's time.

    Always of a later day: then a restart can make a batch later, never tell how much time one took.
    """
    day = now.astimezone(ENGLAND).date() + timedelta(days=1)
    while not _works(day):
        day += timedelta(days=1)
    opening = datetime(day.year, day.month, day.day, start, tzinfo=ENGLAND)
    return opening + timedelta(seconds=chance.uniform(0, (end - start) * 3600))


def _works(day: date) -> bool:
    """Not a weekend and not a bank holiday in England."""
    return day.weekday() < 5 and day not in holidays.country_holidays("GB", subdiv="ENG", years=day.year)
