"""When the learning lane's batches leave, and in what order."""

import random
from datetime import UTC, date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.intake.days import DAY_MS, ENGLAND, day_start
from services.intake.outbox.rows import Outgoing, Pending
from services.intake.pace import next_batch
from services.intake.relay.learning import shuffled

INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))


@settings(deadline=None)  # the first look at a year's holidays takes its time
@given(INSTANTS, st.integers(0, 2**32))
def test_a_batch_leaves_within_the_hours_of_a_later_working_day(now: datetime, seed: int) -> None:
    """And within a week, whatever the holidays."""
    found = next_batch(now, 9, 17, random.Random(seed)).astimezone(ENGLAND)
    assert found.weekday() < 5
    assert 9 <= found.hour < 17
    assert timedelta() < found - now < timedelta(days=7)
    assert found.date() > now.astimezone(ENGLAND).date()


def test_bank_holidays_are_skipped() -> None:
    """Easter 2026: from Maundy Thursday to the Tuesday."""
    thursday = datetime(2026, 4, 2, 12, tzinfo=UTC)
    assert next_batch(thursday, 9, 17, random.Random(1)).date() == date(2026, 4, 7)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.integers(1, 5)), unique=True), st.integers(0, 2**32))
def test_shuffling_keeps_every_row_and_each_reports_revisions_in_order(rows: list[tuple[str, int]], seed: int) -> None:
    """Otherwise arrival has no part in it."""
    waiting = [
        (revision, Pending(b"", Outgoing("incident-reports", 0, key.encode(), bytes([revision]), (), 0)))
        for key, revision in rows
    ]
    order = [(row.record.key.decode(), row.record.value[0]) for row in shuffled(waiting, random.Random(seed))]
    assert sorted(order) == sorted(rows)
    for key in "abc":
        assert [revision for name, revision in order if name == key] == sorted(r for name, r in rows if name == key)


@given(st.integers(0, 4_000_000_000_000))
def test_a_day_starts_at_or_before_its_instants(now_ms: int) -> None:
    """So that a record is never stamped in the future."""
    assert 0 <= now_ms - day_start(now_ms) < DAY_MS
    assert day_start(now_ms) % DAY_MS == 0
