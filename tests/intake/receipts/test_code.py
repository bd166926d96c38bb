"""A receipt's code can be read out and typed, finds a slip, and is stored nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.intake.receipts.code import ALPHABET, LENGTH, SlipError, code_of, grouped, name_of, new_code, normalised

KEY = b"k" * 32
CODES = st.binary(min_size=16, max_size=16).map(lambda raw: code_of(KEY, raw.hex()))


@given(CODES, st.sampled_from([" ", "-", "", " - ", ".", "\u2013"]), st.booleans())
def test_a_code_is_the_same_however_it_is_typed(code: str, between: str, small: bool) -> None:
    """In groups or not, in small letters, with O for 0 and I or L for 1."""
    typed = grouped(code).replace(" ", between)
    typed = typed.lower() if small else typed
    assert normalised(typed) == code
    assert normalised(code.replace("0", "O").replace("1", "l")) == code


@given(CODES, st.data())
def test_any_wrong_character_is_found(code: str, data: st.DataObject) -> None:
    """Each place, each other character."""
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from(ALPHABET).filter(lambda each: each != code[place]))
    with pytest.raises(SlipError, match="one letter or number is wrong"):
        normalised(code[:place] + other + code[place + 1 :])


@given(CODES, st.integers(0, LENGTH - 2))
def test_two_neighbours_that_changed_places_are_found(code: str, place: int) -> None:
    """The commonest slip of all."""
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    if swapped != code:
        with pytest.raises(SlipError):
            normalised(swapped)


@given(st.text(st.characters(categories=["Lo", "So"]), min_size=9, max_size=60))
def test_what_is_no_code_is_told_without_repeating_it(typed: str) -> None:
    """The message never holds what was typed."""
    with pytest.raises(SlipError) as error:
        normalised(typed)
    assert typed not in str(error.value)


def test_a_code_has_130_random_bits_and_no_two_are_alike() -> None:
    """26 characters of 5 bits; 10,000 codes, no pair."""
    assert 32**LENGTH == 2**130
    assert len({new_code() for _ in range(10_000)}) == 10_000


@given(CODES)
def test_what_is_stored_tells_nothing_without_the_key(code: str) -> None:
    """Another key gives another name, and the name holds no part of the code."""
    assert name_of(KEY, code) != name_of(b"l" * 32, code)
    assert code.lower()[:8] not in name_of(KEY, code)
