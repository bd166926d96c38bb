"""By when a text has to be read."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.settings import WorkingHours
from services.intake.days import ENGLAND
from services.intake.narratives.due import due_ms

HOURS = WorkingHours()


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=ENGLAND).timestamp() * 1000)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("2026-11-23T10:00", "2026-11-23T14:00"),  # a Monday
        ("2026-11-23T15:30", "2026-11-24T11:30"),
        ("2026-11-23T03:00", "2026-11-23T13:00"),
        ("2026-11-20T17:00", "2026-11-23T13:00"),  # Friday, closing
        ("2026-12-24T16:00", "2026-12-29T12:00"),  # Christmas Day, Saturday, Sunday, the bank holiday instead
        ("2026-03-27T15:00", "2026-03-30T11:00"),  # the clocks go forward in between
    ],
)
def test_four_working_hours_in_england(written: str, due: str) -> None:
    """Nights, weekends and bank holidays don't count."""
    assert due_ms(at(written), HOURS, urgent=False) == at(due)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))
def test_urgent_is_an_hour_day_and_night_and_the_rest_never_sooner(written: datetime) -> None:
    """The hour is the same at three in the morning."""
    now_ms = int(written.timestamp() * 1000)
    assert due_ms(now_ms, HOURS, urgent=True) - now_ms == timedelta(hours=1) / timedelta(milliseconds=1)
    assert due_ms(now_ms, HOURS, urgent=False) > due_ms(now_ms, HOURS, urgent=True)
