"""The simulation's own working days agree with triage's, which were written apart."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.heed.simulate.calendar import after_working_days, at, later, working_day
from services.triage.calendar import england, instant

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@settings(deadline=None)
@given(DAYS, st.integers(1, 70))
def test_the_nth_working_day_ends_when_triage_says_that_the_clock_is_breached(day: date, count: int) -> None:
    """The end of the n-th working day after the day, England time."""
    breached = england().after_working_days(day.toordinal(), count)
    assert instant(at(after_working_days(day, count) + timedelta(days=1))) == breached


@settings(deadline=None)
@given(DAYS)
def test_working_days_are_the_same(day: date) -> None:
    """Neither weekends nor bank holidays of England."""
    assert working_day(day) == england().is_working(day.toordinal())


@given(DAYS, st.integers(0, 23), st.integers(0, 100))
def test_hours_pass_by_the_worlds_clock_when_the_wall_clocks_change(day: date, hour: int, hours: int) -> None:
    """24 hours are 24 hours in March and October."""
    start = at(day, hour)
    assert instant(later(start, timedelta(hours=hours))) - instant(start) == hours * 3_600_000
