"""Days in England, and instants as coarse as a day."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

ENGLAND: Final = ZoneInfo("Europe/London")
DAY_MS: Final = 86_400_000


def england_day(now_ms: int) -> date:
    """The date in England at an instant (Unix milliseconds)."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(ENGLAND).date()


def day_start(now_ms: int) -> int:
    """The instant as coarse as its day: midnight UTC, Unix milliseconds; never later than the instant."""
    return now_ms - now_ms % DAY_MS
