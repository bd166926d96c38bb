"""Clocks of the configuration, applied to an event: the instant at which they are breached."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from dateutil.relativedelta import relativedelta

from services.triage.calendar import DAY, HOUR, Calendar
from services.triage.events import Event

Unit = Literal["hours", "working_hours", "working_days", "days", "months"]

DAYS: Mapping[Unit, Callable[[int], int]] = {
    "hours": lambda n: n // 24 + 2,
    "working_hours": lambda n: 2 * n + 20,
    "working_days": lambda n: 2 * n + 20,
    "days": lambda n: n + 3,
    "months": lambda n: 31 * n + 3,
}
"""Days that are surely more than an amount: half of all days are working days, but for some around Christmas."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A limit as the law or guidance had it from the day `valid_from` (an ordinal)."""

    valid_from: int
    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit in all its editions, ascending by `valid_from`, at least one: a case keeps the law of its time."""

    editions: tuple[Edition, ...]
    at_most: int = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """`at_most`: milliseconds that are more than any of its editions, whatever the calendar says."""
        object.__setattr__(self, "at_most", max((DAYS[one.unit](one.amount) for one in self.editions), default=0) * DAY)

    def after(self, event: Event, calendar: Calendar) -> int:
        """The instant at which the clock that starts with `event` is breached.

        Hours run day and night, for a date without time from its end. Days, working days and months end with the end of
        their last day, England time. An event before the first edition falls under the first.
        """
        return self.between(event.first, event.runs_from, calendar)

    def between(self, instant: int, runs_from: int, calendar: Calendar) -> int:
        """The same for a clock that starts on the day of `instant`, and whose hours run from `runs_from`."""
        day = calendar.day_of(instant)
        edition = self.editions[-1]
        if len(self.editions) > 1:
            edition = next((one for one in reversed(self.editions) if one.valid_from <= day), self.editions[0])
        return _breach(edition, runs_from, day, calendar)


def _breach(edition: Edition, runs_from: int, day: int, calendar: Calendar) -> int:
    match edition.unit:
        case "hours":
            return runs_from + edition.amount * HOUR
        case "working_hours":
            return calendar.after_working_hours(runs_from, edition.amount)
        case "working_days":
            return calendar.after_working_days(day, edition.amount)
        case "days":
            return calendar.start_of(day + edition.amount + 1)
        case "months":
            last = date.fromordinal(day) + relativedelta(months=edition.amount)
            return calendar.start_of(last.toordinal() + 1)
