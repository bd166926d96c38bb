"""What the bad producer writes can't be read by any fold."""

import pytest
from pydantic import ValidationError

from schemas.cases import CASE_RECORD
from services.heed.simulate import bad_records


def test_none_of_them_is_a_record_of_cases() -> None:
    """Each is refused by the contract, in at least eight different ways."""
    ways = set()
    for value in bad_records(1, 60):
        with pytest.raises(ValidationError) as refused:
            CASE_RECORD.validate_json(value)
        ways.add((refused.value.errors()[0]["type"], refused.value.errors()[0]["loc"]))
    assert len(ways) >= 8


def test_they_are_the_same_for_the_same_seed() -> None:
    """And there are as many as were asked for."""
    assert list(bad_records(5, 33)) == list(bad_records(5, 33)) != list(bad_records(6, 33))
    assert len(list(bad_records(5, 33))) == 33
