"""Days are England's."""

from datetime import UTC, date, datetime

import pytest

from services.aggregator.days import england_day


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 1, 15, 23, 59, 59, tzinfo=UTC), date(2025, 1, 15)),
        (datetime(2025, 3, 30, 22, 59, 59, tzinfo=UTC), date(2025, 3, 30)),
        (datetime(2025, 3, 30, 23, 0, tzinfo=UTC), date(2025, 3, 31)),
        (datetime(2025, 7, 1, 23, 30, tzinfo=UTC), date(2025, 7, 2)),
        (datetime(2025, 10, 26, 23, 30, tzinfo=UTC), date(2025, 10, 26)),
    ],
)
def test_an_instant_lies_in_the_day_that_it_is_in_england_in_winter_and_summer(instant: datetime, day: date) -> None:
    assert england_day(int(instant.timestamp() * 1000)) == day.toordinal()
