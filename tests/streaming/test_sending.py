"""Places, partitions and headers: what every replay must give again."""

import pytest
from aiokafka.partitioner import DefaultPartitioner
from hypothesis import given
from hypothesis import strategies as st

from services.streaming.batch import Row
from services.streaming.cloudevents import follow
from services.streaming.partitions import partition_of
from services.streaming.records import Place
from services.streaming.sending import output

PARENT = b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


@given(st.from_regex(r"E0[6-9]\d{6}", fullmatch=True), st.integers(1, 200))
def test_an_area_lies_where_kafkas_default_partitioner_puts_it(area: str, count: int) -> None:
    assert partition_of(area, count) == DefaultPartitioner()(area.encode(), list(range(count)), list(range(count)))


def test_an_output_stays_in_its_causes_trace_with_a_span_of_its_own() -> None:
    first, second = follow(PARENT, "cases/0/1", "a"), follow(PARENT, "cases/0/1", "b")
    assert first.split("-")[1] == second.split("-")[1] == "0af7651916cd43dd8448eb211c80319c"
    assert first.split("-")[2] != second.split("-")[2]


@pytest.mark.parametrize("parent", [None, b"", b"nonsense", b"\xff\xfe"])
def test_without_a_trace_one_is_made_that_a_replay_makes_again(parent: bytes | None) -> None:
    assert follow(parent, "cases/0/1", "a") == follow(parent, "cases/0/1", "a")
    assert follow(parent, "cases/0/1", "a") != follow(parent, "cases/0/2", "a")


def test_a_values_headers_do_not_depend_on_its_index_and_an_events_do() -> None:
    def id_of(index: int, absolute: bool) -> bytes:
        row = Row(Place(5, index), "counts", 0, b"k", b"v", 1, "t", None, absolute)
        return dict(output("g", "cases", 0, row).headers)["ce_id"]

    assert id_of(0, True) == id_of(1, True)
    assert id_of(0, False) != id_of(1, False)
