"""`GET /v1/counts` and `/v1/series`: what they answer."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from services.streaming.records import Record
from tests.aggregator.asked import AREA, ask, log_of, view_of
from tests.aggregator.logs import AREAS, START, logs
from tests.aggregator.recount import Cell, recount
from tests.aggregator.served import TODAY, Client

HIDDEN = (("agency-a", "team-2"), ("agency-c", None), ("agency-gone", None), ("agency-a", "team-gone"))
"""Fewer than ten people, or a headcount that the configuration doesn't hold."""
PLACES = (("agency-a", "team-1"), ("agency-b", "team-3"), ("agency-a", None), (None, None), *HIDDEN)


def test_an_agency_and_a_partnership_are_the_sums_of_their_teams() -> None:
    log = log_of({}, {"team": "team-2"}, {"team": None}, {"agency": "agency-b", "team": "team-3"}, {"area": AREAS[1]})
    assert ask(log, team="team-1")["reports"] == 1
    assert ask(log, agency="agency-a")["reports"] == 3
    assert ask(log)["reports"] == 4


def test_an_amendment_to_another_team_moves_its_counts_exactly_and_only_from_the_day_it_became_known() -> None:
    same = {"report_id": "00000000-0000-4000-8000-000000000000"}
    moved = {"revision": 2, "agency": "agency-b", "team": "team-3", "known": 2}
    log = log_of(same, same | moved)
    assert (ask(log, team="team-1")["reports"], ask(log, team="team-3")["reports"]) == (0, 1)
    before = {"as_of": START.date().isoformat()}
    assert (ask(log, team="team-1", **before)["reports"], ask(log, team="team-3", **before)["reports"]) == (1, 0)


def test_a_withdrawal_takes_a_report_away_and_leaves_what_was_known_before() -> None:
    same = {"report_id": "00000000-0000-4000-8000-000000000000"}
    log = log_of(same, same | {"revision": 2, "withdrawn": True, "known": 1})
    assert ask(log, dimension="journey_stage")["rows"] == []
    assert ask(log, as_of=START.date().isoformat(), dimension="journey_stage")["rows"] == [
        {"value": "referral", "n": 1}
    ]


def test_a_window_ends_today_or_on_as_of_or_where_it_is_asked_to() -> None:
    log = log_of({"occurred_on": TODAY - timedelta(days=10), "reported_on": TODAY})
    assert ask(log, window="7")["reports"] == 0
    assert ask(log, window="28")["reports"] == 1
    assert ask(log, window="7", ending="2025-03-22")["reports"] == 1
    assert ask(log, window="28", as_of="2025-03-20")["last"] == "2025-03-20"
    assert ask(log, window="2025-03-21..2025-03-21")["reports"] == 1


def test_rows_by_team_count_those_of_fewer_than_ten_with_their_agency_and_name_them() -> None:
    answer = ask(log_of({}, {"team": "team-2"}, {"team": None}), by="team")
    rows = [
        {"agency": "agency-a", "value": "all", "n": 2},
        {"agency": "agency-a", "team": "team-1", "value": "all", "n": 1},
    ]
    assert (answer["rows"], answer["withheld"]) == (rows, ["team-2"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PLACES), max_size=12), st.sampled_from(("agency", "team")))
def test_no_difference_between_totals_and_rows_tells_the_count_of_a_team_or_agency_of_fewer_than_ten(
    places: list[tuple[str | None, str | None]], by: str
) -> None:
    answer = ask(log_of(*({"agency": agency, "team": team} for agency, team in places)), by=by)
    assert sum(row["n"] for row in answer["rows"]) == answer["reports"] == len(places)
    for agency, team in HIDDEN:
        assert agency not in [row.get("agency") for row in answer["rows"] if team is None]
        assert team is None or team not in [row.get("team") for row in answer["rows"]]


def test_rows_by_agency_count_one_of_fewer_than_ten_with_the_partnership() -> None:
    answer = ask(log_of({"agency": "agency-c", "team": None}, {"agency": None, "team": None}, {}), by="agency")
    assert answer["rows"] == [{"value": "all", "n": 2}, {"agency": "agency-a", "value": "all", "n": 1}]


def test_rows_that_meet_are_told_once_and_the_largest_comes_first() -> None:
    places = [("team-1", 2), ("team-2", 2), (None, 1)]
    log = log_of(*({"team": team} for team, several in places for _ in range(several)))
    assert [(row.get("team"), row["n"]) for row in ask(log, by="team")["rows"]] == [(None, 3), ("team-1", 2)]


def test_a_series_gives_the_rolling_count_of_each_day() -> None:
    log = log_of({"occurred_on": date(2025, 3, 20)}, {"occurred_on": date(2025, 3, 21)})
    query = {"area": AREA, "window": "2025-03-19..2025-03-28", "length": "7", "dimension": "journey_stage"}
    response = Client(view_of(log)).get("/v1/series", params=query | {"value": "referral"})
    assert [point["n"] for point in response.json()["points"]] == [0, 1, 2, 2, 2, 2, 2, 2, 1, 0]


@settings(max_examples=40, deadline=None)
@given(logs(), st.sampled_from((7, 28, 90, 365)), st.integers(-8, 8), st.sampled_from((None, "agency-a", "agency-b")))
def test_a_rolling_count_as_of_a_day_equals_a_recount_of_the_raw_reports(
    log: list[Record], length: int, shift: int, agency: str | None
) -> None:
    last = START.date() + timedelta(days=shift)
    query = {"window": str(length), "as_of": last.isoformat(), "dimension": "factor"}
    answer = ask(log, **query | ({"agency": agency} if agency else {}))
    expected: Counter[str] = Counter()
    for cell, n in recount(log, last).items():
        if _lies(cell, agency) and last - timedelta(days=length) < cell.day <= last:
            expected[cell.value] += n
    assert {row["value"]: row["n"] for row in answer["rows"]} == dict(expected)


def _lies(cell: Cell, agency: str | None) -> bool:
    return cell.area == AREA and cell.dimension == "factor" and agency in (None, cell.agency)
