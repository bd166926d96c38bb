"""Working days and clocks, worked by hand with the calendar written out."""

from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.triage.calendar import HOUR, LONDON, england, instant, local
from services.triage.limits import Edition, Limit
from tests.triage.logs import NIGHTLY, START, clock, complete, event, log, run, told

ENGLAND = england()


def day(text: str) -> int:
    """The ordinal of a date."""
    return datetime.fromisoformat(text).toordinal()


def ends(start: str, n: int) -> str:
    """England's time at which the n-th working day after the date has ended."""
    return local(ENGLAND.after_working_days(day(start), n)).strftime("%Y-%m-%d %H:%M")


# March 2026: 2 Mo. Working days 3-6 (4), 9-13 (9), 16-20 (14), 23-27 (19), 30 31 (21).
# April: 1 2 (23); 3 Good Friday, 6 Easter Monday; 7-10 (27), 13-17 (32), 20-24 (37), 27-30 (41).
# May: 1 (42); 4 bank holiday; 5 (43), 6 (44), 7 (45), 8 (46).
@pytest.mark.parametrize(("n", "end"), [(44, "2026-05-07 00:00"), (45, "2026-05-08 00:00"), (46, "2026-05-09 00:00")])
def test_44_45_and_46_working_days_across_easter(n: int, end: str) -> None:
    assert ends("2026-03-02", n) == end


# November 2026: 16 Mo. 17-20 (4), 23-27 (9), 30 (10). December: 1-4 (14), 7-11 (19), 14-18 (24), 21-24 (28);
# 25 Christmas Day (Friday); 26 is a Saturday, so Boxing Day is kept on Monday 28; 29-31 (31).
# January 2027: 1 New Year's Day; 4-8 (36), 11-15 (41), 18 (42), 19 (43), 20 (44), 21 (45), 22 (46).
@pytest.mark.parametrize(("n", "end"), [(44, "2027-01-21 00:00"), (45, "2027-01-22 00:00"), (46, "2027-01-23 00:00")])
def test_44_45_and_46_working_days_across_christmas(n: int, end: str) -> None:
    assert ends("2026-11-16", n) == end


# 26 March 2026 is a Thursday: 27 (1), 30 31 (3), 1 2 April (5), Good Friday, Easter Monday, 7-10 (9), 13-17 (14),
# 20 (15), 21 (16).
@pytest.mark.parametrize(("n", "end"), [(14, "2026-04-18 00:00"), (15, "2026-04-21 00:00"), (16, "2026-04-22 00:00")])
def test_14_15_and_16_working_days_across_easter(n: int, end: str) -> None:
    assert ends("2026-03-26", n) == end


@pytest.mark.parametrize("start", ["2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06"])
def test_a_clock_that_starts_on_a_day_off_counts_the_next_working_day_as_its_first(start: str) -> None:
    assert ends(start, 1) == "2026-04-08 00:00"


def test_a_working_day_ends_at_midnight_in_england_in_summer_and_winter() -> None:
    assert ENGLAND.after_working_days(day("2026-03-26"), 1) == instant(datetime(2026, 3, 28, tzinfo=UTC))
    assert ENGLAND.after_working_days(day("2026-03-27"), 1) == instant(datetime(2026, 3, 30, 23, tzinfo=UTC))


def test_24_hours_are_24_hours_over_the_clock_change() -> None:
    begun = instant(datetime(2026, 3, 28, 15, tzinfo=LONDON))
    limit = Limit((Edition(1, 24, "hours"),))
    assert local(limit.between(begun, begun, ENGLAND)).strftime("%d %H:%M") == "29 16:00"


@pytest.mark.parametrize(
    ("first", "second", "now", "open_then"),
    [
        ("2026-01-14", "2026-04-14", "2026-04-14 00:30", False),
        ("2026-01-14", "2026-04-13", "2026-04-13 23:59", True),
        ("2026-09-01", "2026-11-29", "2026-11-29 23:30", True),
        ("2026-09-01", "2026-11-30", "2026-11-30 00:30", False),
    ],
)
def test_ninety_days_are_ninety_dates_over_the_clock_change(first: str, second: str, now: str, open_then: bool) -> None:
    """Two contacts about a one-year-old: within, until the day of the 90th date begins in England."""
    at, days = datetime.fromisoformat(now).replace(tzinfo=LONDON), (first, second)
    sent = [datetime.fromisoformat(one).replace(tzinfo=LONDON) for one in days]
    more: dict[str, Any] = {"age_band": "1", "occurred_precision": "day", "outcomes": ("nfa",)}
    entries = [(at, event("contact_outcome", one, id=f"n{n}", **more)) for n, one in enumerate(sent)]
    assert bool(told(run(log(*entries)))) is open_then


# 2 April 2026 is the Thursday before Good Friday.
@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-04-02 09:00", "2026-04-02 13:00"),
        ("2026-04-02 13:00", "2026-04-02 17:00"),
        ("2026-04-02 15:30", "2026-04-07 11:30"),
        ("2026-04-02 17:00", "2026-04-07 13:00"),
        ("2026-04-05 03:00", "2026-04-07 13:00"),
        ("2026-04-07 08:59", "2026-04-07 13:00"),
    ],
)
def test_4_working_hours_run_from_9_to_17_on_working_days(start: str, end: str) -> None:
    begun = instant(datetime.fromisoformat(start).replace(tzinfo=LONDON))
    assert local(ENGLAND.after_working_hours(begun, 4)).strftime("%Y-%m-%d %H:%M") == end


@pytest.mark.parametrize(
    ("unit", "amount", "end"),
    [("days", 3, "2026-03-06 00:00"), ("months", 3, "2026-06-03 00:00"), ("working_days", 1, "2026-03-04 00:00")],
)
def test_days_and_months_end_with_their_last_day(
    unit: Literal["days", "months", "working_days"], amount: int, end: str
) -> None:
    begun = instant(START)
    limit = Limit((Edition(1, amount, unit),))
    assert local(limit.between(begun, begun, ENGLAND)).strftime("%Y-%m-%d %H:%M") == end


def test_a_case_keeps_the_edition_of_the_clock_that_held_when_it_began() -> None:
    limit = Limit((Edition(day("2025-01-01"), 45, "working_days"), Edition(day("2026-03-03"), 1, "working_days")))
    before, since = instant(START), instant(START + timedelta(days=1))
    assert local(limit.between(before, before, ENGLAND)).strftime("%Y-%m-%d") == "2026-05-08"
    assert local(limit.between(since, since, ENGLAND)).strftime("%Y-%m-%d") == "2026-03-05"


@pytest.mark.parametrize(
    ("completed", "changes"),
    [("2026-04-22", []), ("2026-05-07", ["opened", "resolved"]), ("2026-05-08", ["opened", "updated", "resolved"])],
)
def test_an_assessment_is_overdue_from_the_first_midnight_after_its_45th_working_day(
    completed: str, changes: list[str]
) -> None:
    at = datetime.fromisoformat(completed).replace(hour=12, tzinfo=UTC)
    started = event("assessment_started", START, occurred_precision="day")
    ended = event("assessment_completed", at, id="e2")
    found = told(run(log((START, started), (at, ended))))
    assert [one.change for one in found] == changes
    if len(changes) == 3:
        assert local(instant(found[1].log_time)).strftime("%Y-%m-%d %H:%M") == "2026-05-08 00:00"


def test_a_breach_fires_to_the_second_at_midnight_in_summer_time() -> None:
    started = event("assessment_started", START, assessment_factors=("16A",))
    just_before, at = datetime(2026, 5, 7, 22, 59, 59, tzinfo=UTC), datetime(2026, 5, 7, 23, tzinfo=UTC)
    assert [one.severity for one in told(run(log((START, started), (just_before, clock(START)))))] == ["S3"]
    assert [one.severity for one in told(run(log((START, started), (at, clock(START)))))] == ["S3", "S2"]


def test_a_warning_past_its_time_waits_for_the_nightly_feed_and_then_comes_with_the_breach() -> None:
    started = event("assessment_started", START, area=NIGHTLY, assessment_factors=("16A",))
    end = datetime(2026, 5, 9, 2, tzinfo=UTC)
    found = told(run(log((START, started), (end, complete(NIGHTLY, end, "assessment_completed")))))
    assert [(one.change, one.severity, len(one.findings[0].not_recorded)) for one in found] == [("opened", "S2", 2)]


INSTANTS = st.integers(instant(datetime(2020, 1, 1, tzinfo=UTC)), instant(datetime(2030, 1, 1, tzinfo=UTC)))
CHANGES = [datetime(2026, 3, 29, tzinfo=LONDON), datetime(2026, 10, 25, tzinfo=LONDON)]
AROUND = st.builds(lambda at, more: instant(at) + more, st.sampled_from(CHANGES), st.integers(-HOUR, 5 * HOUR))
WHEN = INSTANTS | AROUND


@given(when=WHEN, days=st.integers(-400, 400) | st.sampled_from([-210, -1, 0, 1, 210]))
def test_days_later_the_clock_on_the_wall_shows_the_same(when: int, days: int) -> None:
    """Also from and to a day on which the clocks change; an hour that isn't there, or comes twice, counts as over."""
    there = local(when)
    wall = there.replace(tzinfo=None, fold=0) + timedelta(days=days)
    if there.fold:
        wall = wall.replace(hour=2, minute=0, second=0, microsecond=0)
    later = wall.replace(tzinfo=LONDON).astimezone(UTC)
    if later.astimezone(LONDON).replace(tzinfo=None) != wall:
        later = wall.replace(hour=2, minute=0, second=0, microsecond=0, tzinfo=LONDON).astimezone(UTC)
    assert ENGLAND.days_after(when, days) == instant(later)


@given(when=WHEN, more=st.integers(0, 3 * HOUR), days=st.integers(-400, 400) | st.sampled_from([-210, 0, 210]))
def test_what_happens_later_is_not_past_a_window_sooner(when: int, more: int, days: int) -> None:
    assert ENGLAND.days_after(when, days) <= ENGLAND.days_after(when + more, days)
