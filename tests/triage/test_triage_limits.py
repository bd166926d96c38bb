"""A case keeps the limit of its time, and no limit is longer than what is looked back for it."""

from datetime import date, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.triage.calendar import LONDON, england, instant, local
from services.triage.examples import events
from services.triage.limits import Edition, Limit, Unit

ENGLAND = england()
UNITS: tuple[Unit, ...] = get_args(Unit)
CHANGED = Limit(
    (
        Edition(date(2020, 1, 1).toordinal(), 10, "days"),
        Edition(date(2026, 1, 1).toordinal(), 5, "days"),
        Edition(date(2026, 6, 1).toordinal(), 2, "days"),
    )
)


@pytest.mark.parametrize(
    ("begins", "ends"),
    [
        ("2019-12-31T23:59", "2020-01-11"),
        ("2020-01-01T00:00", "2020-01-12"),
        ("2025-12-31T23:59", "2026-01-11"),
        ("2026-01-01T00:00", "2026-01-07"),
        ("2026-05-31T12:00", "2026-06-06"),
        ("2026-06-01T12:00", "2026-06-04"),
    ],
)
def test_a_case_keeps_the_limit_of_the_day_on_which_its_clock_began(begins: str, ends: str) -> None:
    """What began before the first edition falls under the first."""
    (event,) = events([{"at": begins, "type": "concern_raised"}], ENGLAND)
    assert local(CHANGED.after(event, ENGLAND)).strftime("%Y-%m-%d") == ends


@given(st.sampled_from(UNITS), st.integers(1, 60), st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)))
def test_no_edition_of_a_limit_lasts_longer_than_its_most(unit: Unit, amount: int, begins: datetime) -> None:
    """Over every Christmas, and whenever the clocks change. A process that began earlier isn't asked for."""
    limit = Limit((Edition(1, 1, "hours"), Edition(2, amount, unit)))
    began = instant(begins.replace(tzinfo=LONDON))
    assert limit.between(began, began, ENGLAND) - began < limit.at_most
