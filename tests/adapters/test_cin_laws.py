"""Laws of the census adapter over generated files, odd and broken ones included."""

import json
from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.cases import AGENCY_EVENT
from services.intake.adapters.cin import MAKES, Made, Problem
from services.intake.adapters.cin.values import age_band
from tests.adapters.census import CENSUSES, REFERENCE, read


@settings(deadline=None, max_examples=150)
@given(CENSUSES)
def test_every_value_has_exactly_one_fate(file: bytes) -> None:
    """What comes out adds up to what the reader counted, element by element."""
    found = read(file)
    fates = Counter[str]()
    for one in found.outcomes:
        if isinstance(one, Made):
            fates[one.path] += one.event["type"] == MAKES[one.path][0]
        elif not isinstance(one, Problem) or one.counts:
            fates[one.path] += 1
    assert fates == found.census.in_file


@settings(deadline=None, max_examples=150)
@given(CENSUSES)
def test_every_event_is_one_that_an_agency_may_send(file: bytes) -> None:
    """By the contract; none lies after the reference date, and ids don't repeat within a child."""
    found = read(file)
    for event in found.events:
        AGENCY_EVENT.validate_json(json.dumps(event))
        assert date.fromisoformat(str(event["occurred_at"])[:10]) <= REFERENCE
    ids = [(event["subject_key"], event["event_id"]) for event in found.events]
    assert len(ids) == len(set(ids)) or len({key for key, _ in ids}) < found.census.children


@settings(deadline=None, max_examples=150)
@given(CENSUSES)
def test_no_id_or_date_of_birth_leaves_the_adapter(file: bytes) -> None:
    """Not in events, not in problems."""
    assert "ZQ" not in repr(read(file).outcomes)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(0, 9_000))
def test_age_bands_follow_birthdays(born: date, days: int) -> None:
    """A band never goes back as time passes, and the limits are completed years."""
    order = ["unborn", "under_1", "1", "2_4", "5_10", "11_15", "16_17", "18_plus"]
    on = date.fromordinal(born.toordinal() + days)
    assert order.index(age_band(born, on)) <= order.index(age_band(born, date.fromordinal(on.toordinal() + 1)))
    leap = (born.month, born.day) == (2, 29)
    birthday = (born.replace(month=3, day=1) if leap else born).replace(year=born.year + 1)
    assert (age_band(born, on) == "under_1") == (on < birthday)
