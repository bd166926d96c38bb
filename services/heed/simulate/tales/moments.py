"""Moments of a story, in words: `told 3wd 23:59` is 23:59 on the third working day after the moment named `told`."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from typing import Final

from dateutil.relativedelta import relativedelta

from services.heed.simulate.calendar import DAY, ENGLAND, after_working_days, at, later

STEP: Final = re.compile(r"(-?\d+)(m|h|d|wd|mo)")
"""Minutes and hours of the world's clock; days and months of the wall's; working days, at the same time of day."""
CLOCK: Final = re.compile(r"(\d\d):(\d\d)")
END: Final = "end"
"""The instant at which the day has ended."""


class BadMoment(ValueError):
    """A word that says no time; the message lists what does."""


def moment(text: str, start: datetime, named: Mapping[str, datetime]) -> datetime:
    """Word by word, from `start` or from the named moment with which it begins. Raises `BadMoment`."""
    words = text.split()
    now = named[words.pop(0)] if words and words[0] in named else start
    for word in words:
        now = _step(word, now)
    return now


def _step(word: str, now: datetime) -> datetime:
    if word == END:
        return at(now.date() + DAY)
    if found := CLOCK.fullmatch(word):
        return datetime.combine(now.date(), time(int(found[1]), int(found[2])), ENGLAND)
    if found := STEP.fullmatch(word):
        return _UNITS[found[2]](now, int(found[1]))
    raise BadMoment(f"{word!r}; allowed: a named event first, then steps such as 3wd, -2d, 24h, 1m, 6mo, 23:59 or end")


def _working_days(now: datetime, count: int) -> datetime:
    return datetime.combine(after_working_days(now.date(), count), now.time(), ENGLAND)


_UNITS: Final[Mapping[str, Callable[[datetime, int], datetime]]] = {
    "m": lambda now, count: later(now, timedelta(minutes=count)),
    "h": lambda now, count: later(now, timedelta(hours=count)),
    "d": lambda now, count: now + timedelta(days=count),
    "wd": _working_days,
    "mo": lambda now, count: now + relativedelta(months=count),
}
