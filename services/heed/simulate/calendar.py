"""England's days and working days, for placing events. Written apart from triage's own: each checks the other."""

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

ENGLAND = ZoneInfo("Europe/London")
DAY = timedelta(days=1)


def at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """That wall time in England."""
    return datetime.combine(day, time(hour, minute), ENGLAND)


def later(moment: datetime, by: timedelta) -> datetime:
    """The instant that much later, by the clock of the world and not of the wall."""
    return (moment.astimezone(_UTC) + by).astimezone(ENGLAND)


def working_day(day: date) -> bool:
    """Neither a weekend nor a bank holiday of England."""
    return day.weekday() < 5 and day not in _closed(day.year)


def after_working_days(day: date, count: int) -> date:
    """The `count`-th working day after `day`."""
    while count:
        day += DAY
        count -= working_day(day)
    return day


def next_working_day(day: date) -> date:
    """`day`, or the first working day after it."""
    return day if working_day(day) else after_working_days(day, 1)


@cache
def _closed(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


_UTC = ZoneInfo("UTC")
