"""Days as ordinals (`datetime.date.toordinal`), so that windows are plain arithmetic."""

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

ENGLAND = ZoneInfo("Europe/London")
QUARTER_HOUR_MS = 900_000


def england_day(ms: int) -> int:
    """The ordinal of the day in England that holds this instant (Unix milliseconds)."""
    return _of_quarter_hour(ms // QUARTER_HOUR_MS)


def england_today() -> int:
    """The ordinal of today in England, by this machine's clock. Never inside a fold."""
    return datetime.now(ENGLAND).toordinal()


def iso(day: int) -> str:
    """The day as `YYYY-MM-DD`."""
    return date.fromordinal(day).isoformat()


@lru_cache(maxsize=4096)
def _of_quarter_hour(number: int) -> int:
    """England's clocks differ from UTC by whole hours, so a quarter of an hour lies in one day."""
    return datetime.fromtimestamp(number * QUARTER_HOUR_MS / 1000, UTC).astimezone(ENGLAND).date().toordinal()
