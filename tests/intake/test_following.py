"""How a protection half follows its report."""

import uuid
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from schemas.cases import IncidentReported
from services.intake.following import Concerned, Step, follow
from services.intake.halves import Harmed, NamedChild, worse
from services.intake.links import Link
from tests.intake.world import AREA, ELSEWHERE, SOCIAL_CARE

CHILDREN = st.none() | st.sampled_from(["k1:" + "0" * 64, "k1:" + "1" * 64]).map(
    lambda key: NamedChild(subject_key=key, responsible_agency=SOCIAL_CARE, age_band=None)
)
HARMS = st.builds(
    Harmed,
    harm_potential=st.sampled_from(["likely", "none"]),
    harm_actual=st.just("none"),
    overlooked=st.just("yes"),
    harm_categories=st.just(()),
)
SAID = st.builds(
    Concerned,
    report_revision=st.integers(1, 6),
    area=st.sampled_from([AREA, ELSEWHERE]),
    day=st.just(date(2026, 3, 17)),
    child=CHILDREN,
    harm=HARMS,
    taken_back=st.booleans(),
)


def _play(history: list[Concerned]) -> list[Step]:
    link: Link | None = None
    steps = []
    for said in history:
        steps.append(follow(link, said, uuid.uuid4()))
        link = steps[-1].link
    return steps


@given(st.lists(SAID, max_size=8))
def test_revisions_of_a_half_rise_by_one_and_keep_their_child(history: list[Concerned]) -> None:
    """A half never changes its child or its area: then it is taken back and another begins."""
    halves: dict[str, list[IncidentReported]] = {}
    for record in (record for step in _play(history) for record in step.records):
        halves.setdefault(record.event_id, []).append(record)
    for revisions in halves.values():
        assert [each.revision for each in revisions] == list(range(1, len(revisions) + 1))
        assert len({(each.area, each.subject_key) for each in revisions}) == 1


@given(st.lists(SAID, max_size=8))
def test_at_most_one_half_stands_and_only_while_the_report_wants_it(history: list[Concerned]) -> None:
    """The newest revision decides; what is older than what is known changes nothing."""
    last: dict[str, bool] = {}
    newest = 0
    for said, step in zip(history, _play(history), strict=True):
        last |= {record.event_id: record.withdrawn for record in step.records}
        standing = [event_id for event_id, withdrawn in last.items() if not withdrawn]
        assert len(standing) <= 1
        if step.link is not None and said.report_revision > newest and said.taken_back:
            assert standing == []
        newest = step.link.report_revision if step.link is not None else 0


@given(SAID)
def test_the_same_again_makes_no_record(said: Concerned) -> None:
    """Whatever it says."""
    first = follow(None, said, uuid.uuid4())
    assert follow(first.link, said, uuid.uuid4()).records == (() if first.link else first.records)


def test_actual_harm_is_the_worse_of_the_two() -> None:
    """And none only where both are known to be none."""
    assert worse("low", "severe") == "severe"
    assert worse("none", "moderate") == "moderate"
    assert worse("none", "none") == "none"
    assert worse("none", None) == worse("none", "prefer_not_to_say") == worse(None, None) == "not_known"
