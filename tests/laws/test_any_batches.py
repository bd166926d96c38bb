"""The runtime's own law, on the fold that the faults attack: how a log is cut into batches changes no output."""

from hypothesis import given, settings
from hypothesis import strategies as st

from services.streaming.records import Record
from services.streaming.testing import fold_log, last_values
from tests.chaos.events import CLOCK
from tests.chaos.visits import Visits

EVENTS = ("alert-revisions", "dead-letters")


@st.composite
def logs(draw: st.DrawFn) -> list[Record]:
    """Events of three children, said again, unreadable, and clock records; now and then days apart."""
    records, at = [], 0
    for offset, said in enumerate(draw(st.lists(_values(), max_size=30))):
        at += draw(st.sampled_from((0, 1, 3_600_000, 86_400_000)))
        records.append(Record("cases", 0, offset * 2, at, None, said, (), at))
    return records


def _values() -> st.SearchStrategy[bytes]:
    event = st.builds(
        lambda id, child, kind: f'{{"id":"e{id}","child":"c{child}","team":"t{child % 2}","kind":"{kind}"}}'.encode(),
        st.integers(0, 15),
        st.integers(0, 2),
        st.sampled_from(("referral", "visit", "note")),
    )
    return st.one_of(event, event, event, st.just(CLOCK), st.binary(max_size=4))


@given(logs(), st.lists(st.integers(1, 7), max_size=12))
@settings(max_examples=300, deadline=None)
def test_the_same_log_in_any_batches_gives_the_same_events_and_last_values(log: list[Record], sizes: list[int]) -> None:
    whole, cut = fold_log(Visits, log), fold_log(Visits, log, sizes)
    assert [one for one in cut if one.topic in EVENTS] == [one for one in whole if one.topic in EVENTS]
    assert last_values(cut) == last_values(whole)
