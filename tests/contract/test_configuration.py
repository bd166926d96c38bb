"""The configuration: the demo's file, and one bad file a mistake."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.base import encode
from schemas.configuration import Configuration, ConfigurationError, load_configuration
from schemas.configuration_rules import CLOCKS, broken_references
from schemas.topology import load_topology
from services.streaming.partitions import partition_of

HERE = Path(__file__).parent / "configurations"
DEMO = Path(__file__).parents[2] / "deploy" / "heed.toml"
BAD = sorted((HERE / "bad").glob("*.toml"))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_file_with_a_mistake_is_refused_with_all_that_is_wrong(path: Path) -> None:
    """Each file says in its first lines what is told of it."""
    expected = [line[11:] for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# refused: ")]
    with pytest.raises(ConfigurationError) as caught:
        load_configuration(path)
    told = str(caught.value).replace(f"{path}: ", "").splitlines()
    assert told == expected
    assert len(expected) == len(caught.value.problems) > 0


def test_a_good_file_is_taken() -> None:
    assert load_configuration(HERE / "good.toml").demo is True


def test_a_file_that_is_not_there_is_no_configuration_error() -> None:
    with pytest.raises(FileNotFoundError):
        load_configuration(HERE / "nowhere.toml")


def test_the_law_of_its_time_holds_for_a_case() -> None:
    found = load_configuration(HERE / "good.toml")
    assert (
        found.clock("assessment", date(2020, 1, 1)).amount == found.clock("assessment", date(2027, 3, 31)).amount == 45
    )
    assert found.clock("assessment", date(2027, 4, 1)).amount == 40
    with pytest.raises(KeyError):
        found.clock("tea", date(2026, 1, 1))


def test_without_demo_the_documents_must_be_named() -> None:
    raw = tomllib.loads((HERE / "good.toml").read_text(encoding="utf-8"))
    raw |= {"demo": False, "impact_assessment": "DPIA 2026-04", "sharing_agreement": "ISA 2026-11"}
    assert Configuration.model_validate(raw).demo is False


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
SECTIONS = ("areas", "agencies", "teams", "feeds", "clocks", "demo")
ROW = st.dictionaries(
    st.sampled_from(["id", "code", "agency", "area", "areas", "types", "kind", "warn", "amount"]), JSON
)


@settings(deadline=None, max_examples=50)
@given(st.dictionaries(st.sampled_from(SECTIONS), JSON | st.lists(ROW, max_size=3) | st.dictionaries(st.text(), JSON)))
def test_a_file_of_any_shape_is_answered_and_never_breaks_the_check(raw: dict[str, Any]) -> None:
    assert broken_references(raw)


@pytest.fixture(scope="module")
def demo() -> Configuration:
    return load_configuration(DEMO)


def test_the_demo_has_two_areas_six_agencies_and_forty_teams_some_of_them_small(demo: Configuration) -> None:
    assert (demo.demo, len(demo.areas), len(demo.agencies), len(demo.teams)) == (True, 2, 6, 40)
    small = [team for team in demo.teams if team.headcount < 10]
    assert 3 <= len(small) < 20


def test_the_demos_areas_lie_on_different_partitions(demo: Configuration) -> None:
    assert demo.kafka.partitions > 1
    assert len({partition_of(area.code, demo.kafka.partitions) for area in demo.areas}) == 2


def test_the_demos_cluster_has_its_partitions(demo: Configuration) -> None:
    found = load_topology(demo.kafka.partitions, demo.kafka.replication)
    assert found.topics["cases"].partitions == demo.kafka.partitions


def test_every_agency_of_the_demo_has_a_feed_and_a_team_in_each_area(demo: Configuration) -> None:
    places = {(agency.id, area) for agency in demo.agencies for area in agency.areas}
    assert {(feed.agency, feed.area) for feed in demo.feeds} == places
    assert {(team.agency, team.area) for team in demo.teams} == places


def test_one_authority_of_the_demo_has_an_export_without_contacts_and_visits(demo: Configuration) -> None:
    carried = {feed.agency: set(feed.types) for feed in demo.feeds if feed.source == "case-management"}
    lacking = [agency for agency, types in carried.items() if types.isdisjoint({"contact_outcome", "visit_made"})]
    assert lacking == ["brackwater-childrens-services"]


@pytest.mark.parametrize("name", sorted(CLOCKS))
def test_every_clock_of_the_demo_says_its_source_and_what_it_is(demo: Configuration, name: str) -> None:
    for edition in demo.clocks[name]:
        assert len(edition.source) > 10
        assert edition.label == "local" or "partnership" not in edition.source


@pytest.mark.parametrize(
    ("name", "amount", "unit", "warn", "label"),
    [
        ("referral_decision", 1, "working_days", None, "guidance"),
        ("strategy_discussion", 24, "hours", 4, "local"),
        ("referrer_acknowledgement", 1, "working_days", None, "guidance"),
        ("assessment", 45, "working_days", 35, "guidance"),
        ("icpc", 15, "working_days", None, "guidance"),
        ("transfer_in_conference", 15, "working_days", None, "guidance"),
        ("first_cp_review", 3, "months", None, "guidance"),
        ("later_cp_review", 6, "months", None, "guidance"),
        ("serious_incident_notification", 5, "working_days", 3, "guidance"),
        ("return_interview", 72, "hours", None, "guidance"),
        ("transfer_acknowledgement", 5, "working_days", None, "local"),
        ("referrer_feedback", 3, "working_days", None, "local"),
        ("decide_s1", 4, "hours", None, "local"),
        ("decide_s2", 1, "working_days", None, "local"),
        ("decide_s3", 3, "working_days", None, "local"),
    ],
)
def test_the_demos_clocks_are_those_of_the_vocabulary(
    demo: Configuration, name: str, amount: int, unit: str, warn: int | None, label: str
) -> None:
    found = demo.clock(name, date(2026, 6, 1))
    assert (found.amount, found.unit, found.warn, found.label) == (amount, unit, warn, label)


def test_a_configuration_can_be_hashed_by_its_text(demo: Configuration) -> None:
    assert encode(demo) == encode(load_configuration(DEMO))
