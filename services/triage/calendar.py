"""Days of England: local midnights and working days, as tables that are made once and looked up.

Instants are Unix milliseconds. Days are proleptic Gregorian ordinals (`date.toordinal`) in Europe/London.
Working days leave out weekends and the bank holidays of England (`holidays` package, country GB, subdivision ENG).
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
FIRST_YEAR, END_YEAR = 1899, 2240
"""Years that the tables cover: those that `schemas.times` allows, with room for every clock after them."""
HOUR = 3_600_000
DAY = 24 * HOUR
CHANGE = HOUR
"""After midnight on two Sundays of the year: one hour is left out then, or the one that begins then comes twice."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """`midnights[i]` is the instant at which day `first + i` begins; `workdays` are the working days, ascending.

    Offices are open on working days from `opens` to `closes`, in milliseconds from midnight: the clocks never change
    on a working day.
    """

    first: int
    midnights: Sequence[int]
    workdays: Sequence[int]
    opens: int = 9 * HOUR
    closes: int = 17 * HOUR

    def day_of(self, instant: int) -> int:
        """The local day that holds `instant`."""
        return self.first + bisect_right(self.midnights, instant) - 1

    def start_of(self, day: int) -> int:
        """The instant of the local midnight with which `day` begins; it may last 23 or 25 hours."""
        return self.midnights[day - self.first]

    def days_after(self, instant: int, n: int) -> int:
        """The same time of day `n` days later.

        An hour that the change of the clocks leaves out, or repeats, counts as over as it begins: so order is kept.
        """
        place = self.day_of(instant) - self.first
        begins, past = self.midnights[place], instant - self.midnights[place]
        if (more := self.midnights[place + 1] - begins - DAY) and past >= CHANGE:
            past = max(2 * HOUR, past - more) if past >= CHANGE + max(0, more) else past
        begins = self.midnights[place + n]
        if (more := self.midnights[place + n + 1] - begins - DAY) and past >= CHANGE:
            past = max(CHANGE, past + more) if past >= 2 * HOUR or more < 0 else past
        return begins + past

    def is_working(self, day: int) -> bool:
        """Whether `day` is neither a weekend nor a bank holiday."""
        return self.workdays[bisect_right(self.workdays, day) - 1] == day

    def after_working_days(self, day: int, n: int) -> int:
        """The instant at which the `n`-th working day after `day` ends: a clock of `n` is breached then."""
        return self.start_of(self.workdays[bisect_right(self.workdays, day) + n - 1] + 1)

    def after_working_hours(self, instant: int, n: int) -> int:
        """The instant at which offices have been open for `n` hours since `instant`."""
        left, index = n * HOUR, bisect_left(self.workdays, self.day_of(instant))
        while True:
            midnight = self.start_of(self.workdays[index])
            start = max(instant, midnight + self.opens)
            if start + left <= midnight + self.closes:
                return start + left
            left -= max(0, midnight + self.closes - start)
            index += 1


@cache
def england(opens: int = 9, closes: int = 17) -> Calendar:
    """The calendar of England, with offices open between these hours. Takes about half a second the first time."""
    days = range(date(FIRST_YEAR, 1, 1).toordinal(), date(END_YEAR, 1, 1).toordinal())
    closed = holidays.country_holidays("GB", subdiv="ENG", years=range(FIRST_YEAR, END_YEAR))
    off = {day.toordinal() for day in closed}
    workdays = array("q", (day for day in days if (day - 1) % 7 < 5 and day not in off))
    midnights = array("q", map(_midnight, days))
    return Calendar(days.start, midnights, workdays, opens * HOUR, closes * HOUR)


def instant(moment: datetime) -> int:
    """An aware datetime as Unix milliseconds, exactly."""
    since = moment - _EPOCH
    return since.days * DAY + since.seconds * 1000 + since.microseconds // 1000


def moment(instant: int) -> datetime:
    """Unix milliseconds as an aware datetime in UTC."""
    return _EPOCH + timedelta(milliseconds=instant)


def local(instant: int) -> datetime:
    """Unix milliseconds as England's wall time."""
    return moment(instant).astimezone(LONDON)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _midnight(day: int) -> int:
    return int(datetime.combine(date.fromordinal(day), time(), LONDON).timestamp()) * 1000
