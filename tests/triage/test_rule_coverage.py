"""What an agency's feeds let rules see, and how late things are recorded."""

from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from schemas.cases import CASE_RECORD, FEED_TYPES
from schemas.cases.common import CaseEvent
from schemas.configuration import load_configuration
from services.triage.calendar import DAY, HOUR, england
from services.triage.compiled import Rule
from services.triage.configured import settings
from services.triage.coverage import ability
from services.triage.feeds import AreaFeeds, Feed
from services.triage.lags import Lag, lag_of, lags

BUILT = settings(load_configuration(Path(__file__).parents[2] / "deploy" / "heed.toml"))
RULES = BUILT.rulebooks[BUILT.standard].rules
FEEDS = st.lists(
    st.builds(
        Feed,
        st.just("source"),
        st.sampled_from(("own", "other")),
        st.frozensets(st.sampled_from(sorted(FEED_TYPES)), min_size=1) | st.just(frozenset(FEED_TYPES)),
        st.booleans(),
    ),
    max_size=4,
)


@given(st.sampled_from(RULES), FEEDS)
def test_a_rule_is_said_to_be_able_exactly_where_the_engine_evaluates_it(rule: Rule, feeds: list[Feed]) -> None:
    assert ability(rule, "own", feeds).able == AreaFeeds(tuple(feeds)).evaluable(rule.facts, "own")


def test_what_is_missing_is_named() -> None:
    overdue = next(rule for rule in RULES if rule.facts.id == "assessment_overdue")
    found = ability(overdue, "own", [Feed("source", "other", frozenset({"assessment_completed"}), True)])
    assert (found.begins, found.answers) == (("assessment_started",), ("assessment_completed",))


def recorded(occurred: str, after: timedelta, precision: str, **more: object) -> CaseEvent:
    """A visit, recorded so long after it began or its day began."""
    at = datetime.fromisoformat(occurred)
    said = {"type": "visit_made", "event_id": "V-1", "revision": 1, "area": "E06000901", "agency": "own-agency"}
    said |= {"responsible_agency": "own-agency", "subject_key": f"k1:{1:064x}", "occurred_precision": precision}
    found = CASE_RECORD.validate_python({**said, "occurred_at": at, "recorded_at": at + after, **more})
    assert isinstance(found, CaseEvent)
    return found


def test_the_lag_of_a_date_counts_from_the_end_of_its_day_and_is_never_negative() -> None:
    at = "2026-03-02T00:00:00+00:00"
    assert lag_of(recorded(at, timedelta(hours=3), "minute"), england()) == 3 * HOUR
    assert lag_of(recorded(at, timedelta(hours=3), "day"), england()) == 0
    late = lag_of(recorded(at, timedelta(days=2), "day"), england())
    assert late is not None
    assert round(late / DAY, 3) == 1


def test_amendments_and_what_an_adapter_made_say_nothing_of_the_lag() -> None:
    at = "2026-03-02T00:00:00+00:00"
    for said in ({"revision": 2}, {"derived": True}, {"withdrawn": True}):
        assert lag_of(recorded(at, timedelta(hours=3), "minute", **said), england()) is None


@given(st.lists(st.integers(0, 10 * DAY), min_size=1))
def test_half_are_recorded_within_the_median_and_nine_in_ten_within_the_other(waited: list[int]) -> None:
    found = lags(("visit_made", one) for one in waited)["visit_made"]
    assert found.events == len(waited)
    for share, least in ((0.5, found.median), (0.9, found.ninety)):
        assert sum(one <= least for one in waited) >= share * len(waited)
        assert sum(one < least for one in waited) < share * len(waited)


def test_types_of_which_nothing_came_have_no_lag() -> None:
    assert lags([]) == {}
    assert lags([("visit_made", HOUR)]) == {"visit_made": Lag(1, HOUR, HOUR)}
