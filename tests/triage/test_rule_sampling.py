"""Which cases a rule is judged by, and how sure the judgement is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.triage.backtest.kept import Child
from services.triage.backtest.lives import Life, lives
from services.triage.calendar import england
from services.triage.events import Event
from services.triage.examples import AREA, events
from services.triage.feeds import AreaFeeds
from services.triage.sampling import Sample, sample
from services.triage.spans import FOREVER
from services.triage.wilson import share
from tests.triage.test_triage_rules import BUILT, parts

RULE = parts("assessment_overdue")


@pytest.mark.parametrize(
    ("yes", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_the_one_that_was_published(yes: int, of: int, low: float, high: float) -> None:
    """R. G. Newcombe, Two-sided confidence intervals for the single proportion, Statistics in Medicine 17 (1998)."""
    found = share(yes, of)
    assert found is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@given(st.integers(1, 2_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_interval_holds_the_share_stays_within_0_and_1_and_is_a_mirror_of_that_of_the_rest(
    counts: tuple[int, int],
) -> None:
    yes, of = counts
    found, rest = share(yes, of), share(of - yes, of)
    assert found is not None
    assert rest is not None
    assert 0 <= found.low <= found.share + 1e-12
    assert found.share - 1e-12 <= found.high <= 1
    assert (found.low, found.high) == pytest.approx((1 - rest.high, 1 - rest.low))


def test_nothing_judged_has_no_share() -> None:
    assert share(0, 0) is None


def child(number: int, *, overdue: bool, begun: bool = True) -> tuple[Child, list[Event]]:
    """A child whose assessment is overdue, or in time, or not begun."""
    key = f"k1:{number:064x}"
    said = (
        [{"at": "2026-01-05", "type": "assessment_started"}] if begun else [{"at": "2026-01-05", "type": "visit_made"}]
    )
    said += [] if overdue or not begun else [{"at": "2026-01-20", "type": "assessment_completed"}]
    made = (replace(one, subject=key, ref=f"{key}/{one.ref}") for one in events(said, england()))
    return Child(AREA, key), list(made)


def drawn(n: int, seed: str, overdue: int = 12, quiet: int = 30, others: int = 7) -> Sample:
    """A sample of so many children of each sort."""
    numbers = range(1, overdue + quiet + others + 1)
    sorts = [(one <= overdue, one <= overdue + quiet) for one in numbers]
    children = dict(child(one, overdue=late, begun=begun) for one, (late, begun) in zip(numbers, sorts, strict=True))
    feeds = {AREA: AreaFeeds(tuple(replace(one, agency="example-agency", live=True) for one in BUILT.feeds[AREA]))}
    found: list[Life] = list(lives(children, RULE, feeds, FOREVER // 2))
    return sample(RULE, found, children, n, seed)


@given(st.integers(1, 40), st.text(max_size=5))
def test_a_sample_has_so_many_findings_and_children_without_and_says_out_of_how_many(n: int, seed: str) -> None:
    """Children with no event that could begin the rule are never drawn."""
    found = drawn(n, seed)
    assert (found.findings, found.without) == (12, 30)
    assert sum(case.life is not None for case in found.cases) == min(n, 12)
    assert sum(case.life is None for case in found.cases) == min(n, 30)
    assert len({case.name for case in found.cases}) == len(found.cases)


def test_the_same_seed_draws_the_same_cases_and_another_seed_others() -> None:
    assert drawn(5, "a") == drawn(5, "a")
    assert {case.child for case in drawn(5, "a").cases} != {case.child for case in drawn(5, "b").cases}


def test_a_case_once_drawn_stays_drawn_in_a_larger_sample() -> None:
    few, more = drawn(4, "a"), drawn(9, "a")
    assert {case.name for case in few.cases} <= {case.name for case in more.cases}


def test_findings_and_the_others_are_mixed() -> None:
    kinds = [case.life is None for case in drawn(12, "a").cases]
    assert kinds not in (sorted(kinds), sorted(kinds, reverse=True))
