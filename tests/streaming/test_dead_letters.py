"""Dead letters: sealed, bound to their place, the same on every replay."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from schemas.control import DEAD_LETTER
from services.streaming.batch import Rejection
from services.streaming.dead_letters import MOST_SEALED, letter, unseal
from services.streaming.records import Record

KEY = bytes(range(64))
MUCH = b"x" * 1_000_000


def _letter(value: bytes | None, offset: int = 3, key: bytes | None = b"k") -> bytes:
    record = Record("cases", 1, offset, 1_000, key, value, (("a", b"b"),), 1_000)
    return letter(KEY, "cases", Rejection(record, "invalid", "/team", "a team of the configuration"))


@given(st.binary() | st.none(), st.binary() | st.none())
def test_the_record_comes_back_whole_under_the_key(value: bytes | None, key: bytes | None) -> None:
    assert unseal(KEY, DEAD_LETTER.validate_json(_letter(value, key=key)))[:2] == (key, value)


@given(st.integers(-1, 2**62))
def test_a_record_without_a_time_or_with_an_impossible_one_still_gets_its_letter(timestamp: int) -> None:
    record = Record("cases", 1, 3, timestamp, None, b"{}", (), timestamp)
    value = letter(KEY, "cases", Rejection(record, "invalid", "/type", "is required"))
    assert DEAD_LETTER.validate_json(value).offset == 3


@pytest.mark.parametrize(
    "record",
    [
        Record("cases", 1, 3, 0, MUCH, b"v", (), 0),
        Record("cases", 1, 3, 0, b"k", MUCH, (), 0),
        Record("cases", 1, 3, 0, b"k", b"v", (("a", MUCH),), 0),
    ],
    ids=["key", "value", "headers"],
)
def test_a_record_that_no_letter_can_hold_still_gets_one_that_kafka_takes_and_says_so(record: Record) -> None:
    value = letter(KEY, "cases", Rejection(record, "unreadable", "", "one JSON object" * 1_000))
    found = DEAD_LETTER.validate_json(value)
    assert len(value) < 10_000
    assert found.message.endswith("too large to be sealed here, the record stays in its own topic")
    assert unseal(KEY, found) == (None, None, ())


def test_the_largest_record_that_is_sealed_fits_what_kafka_takes_of_a_producer() -> None:
    assert 850_000 < len(_letter(b"x" * (MOST_SEALED * 3 // 4 - 100))) < 1_000_000


def test_the_same_record_gives_the_same_bytes() -> None:
    assert _letter(b"x") == _letter(b"x")


def test_nothing_of_the_record_can_be_read_in_the_letter() -> None:
    assert b"a narrative" not in _letter(b"a narrative")


def test_a_letter_moved_to_another_place_cannot_be_opened() -> None:
    moved = DEAD_LETTER.validate_json(_letter(b"x")).model_copy(update={"offset": 4})
    with pytest.raises(InvalidTag):
        unseal(KEY, moved)
