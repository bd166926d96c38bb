"""By when a text must have been read by a person trained in safeguarding (domain: *a protection read*). Pure."""

from datetime import UTC, datetime, timedelta
from typing import Final

import holidays

from schemas.settings import WorkingHours
from services.intake.days import ENGLAND

URGENT: Final = timedelta(hours=1)
"""Day and night: a child or family wrote it, or the reporter said that a child is, or may be, at risk now."""
ELSE_HOURS: Final = 4
"""Working hours."""


def due_ms(now_ms: int, hours: WorkingHours, *, urgent: bool) -> int:
    """Unix milliseconds."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    end = now + URGENT if urgent else _working(now.astimezone(ENGLAND), timedelta(hours=ELSE_HOURS), hours)
    return int(end.timestamp() * 1000)


def _working(now: datetime, left: timedelta, hours: WorkingHours) -> datetime:
    day = now.date()
    while True:
        opening = datetime(day.year, day.month, day.day, hours.start, tzinfo=ENGLAND)
        closing = opening + timedelta(hours=hours.end - hours.start)
        begins = max(now, opening)
        if _works(begins) and begins < closing:
            if begins + left <= closing:
                return begins + left
            left -= closing - begins
        day += timedelta(days=1)


def _works(instant: datetime) -> bool:
    day = instant.date()
    return day.weekday() < 5 and day not in holidays.country_holidays("GB", subdiv="ENG", years=day.year)
