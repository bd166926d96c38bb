"""Dead letters: sealed, bound to their place, the same on every replay."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from schemas.control import DEAD_LETTER
from services.streaming.batch import Rejection
from services.streaming.dead_letters import letter, unseal
from services.streaming.records import Record

KEY = bytes(range(64))


def _letter(value: bytes | None, offset: int = 3, key: bytes | None = b"k") -> bytes:
    record = Record("cases", 1, offset, 1_000, key, value, (("a", b"b"),), 1_000)
    return letter(KEY, "cases", Rejection(record, "invalid", "/team", "a team of the configuration"))


@given(st.binary() | st.none(), st.binary() | st.none())
def test_the_record_comes_back_whole_under_the_key(value: bytes | None, key: bytes | None) -> None:
    assert unseal(KEY, DEAD_LETTER.validate_json(_letter(value, key=key))) == {"key": key, "value": value}


def test_the_same_record_gives_the_same_bytes() -> None:
    assert _letter(b"x") == _letter(b"x")


def test_nothing_of_the_record_can_be_read_in_the_letter() -> None:
    assert b"a narrative" not in _letter(b"a narrative")


def test_a_letter_moved_to_another_place_cannot_be_opened() -> None:
    moved = DEAD_LETTER.validate_json(_letter(b"x")).model_copy(update={"offset": 4})
    with pytest.raises(InvalidTag):
        unseal(KEY, moved)
