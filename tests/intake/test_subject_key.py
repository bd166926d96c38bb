"""A child's pseudonym."""

import hashlib
import hmac
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.base import PSEUDONYM_PATTERN
from services.intake.subject_key import IdentifierError, la_identifier, nhs_identifier, subject_key

KEY = bytes(range(32))


def _with_check_digit(nine: str) -> str | None:
    total = sum((10 - place) * int(digit) for place, digit in enumerate(nine))
    check = 11 - total % 11
    return None if check == 10 else nine + str(check % 11)


NHS_NUMBERS = (
    st.text("0123456789", min_size=9, max_size=9).map(_with_check_digit).filter(lambda found: found is not None)
)


@given(NHS_NUMBERS.filter(lambda number: number is not None and len(set(number)) > 1), st.integers(0, 10))
def test_spaces_and_hyphens_do_not_change_the_key(number: str, place: int) -> None:
    """The same child has the same key however the number is written."""
    written = f" {number[:place]}-{number[place:]} "
    assert nhs_identifier(written) == f"nhs:{number}"


@given(
    NHS_NUMBERS.filter(lambda number: number is not None and len(set(number)) > 1), st.integers(0, 8), st.integers(1, 9)
)
def test_one_wrong_digit_is_noticed(number: str, place: int, by: int) -> None:
    """That is what the check digit is for."""
    wrong = number[:place] + str((int(number[place]) + by) % 10) + number[place + 1 :]
    with pytest.raises(IdentifierError):
        nhs_identifier(wrong)


@pytest.mark.parametrize(
    "text", ["", "999000001", "99900000181", "1111111111", "9990000019", "9990000O18", "١٢٣٤٥٦٧٨٩٠"]
)
def test_what_is_no_nhs_number_is_refused_without_being_repeated(text: str) -> None:
    """Too short, too long, a placeholder, a wrong check digit, letters, other scripts' digits."""
    with pytest.raises(IdentifierError) as refused:
        nhs_identifier(text)
    assert not text or text not in str(refused.value)


@given(NHS_NUMBERS.filter(lambda number: number is not None and len(set(number)) > 1))
def test_an_nhs_number_and_a_child_id_that_look_alike_differ(number: str) -> None:
    """The two id spaces can't collide."""
    assert subject_key(KEY, 1, nhs_identifier(number)) != subject_key(KEY, 1, la_identifier(number))


def test_the_key_is_the_hmac_of_the_labelled_identifier() -> None:
    """An agency can make it by itself, in any language."""
    expected = hmac.new(KEY, b"la:CH-104", hashlib.sha256).hexdigest()
    made = subject_key(KEY, 3, la_identifier(" ch-104\t"))
    assert made == f"k3:{expected}"
    assert re.match(PSEUDONYM_PATTERN, made)


def test_another_areas_key_or_version_gives_another_pseudonym() -> None:
    """So areas can't be joined."""
    child = la_identifier("CH-104")
    assert len({subject_key(KEY, 1, child), subject_key(KEY[::-1], 1, child), subject_key(KEY, 2, child)}) == 3


def test_an_unlabelled_identifier_or_a_short_key_is_refused() -> None:
    """A programming error, not a child's."""
    with pytest.raises(IdentifierError):
        subject_key(KEY, 1, "9990000018")
    with pytest.raises(ValueError, match="32 bytes"):
        subject_key(b"short", 1, "la:X")
