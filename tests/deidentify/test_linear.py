"""The work grows with the length of a text and no faster, whatever it is made of."""

import time

import pytest

from services.deidentify import reduce

SHORT, LONG = 1_000, 6_000
MOST = 16
"""Six times the text may take this many times as long; what grows with the square takes thirty-six."""

# fmt: off
PIECES = (
    "a", "1", "1 ", "a@", "a.", "a-", "a'", "a_b_", "a*b ", "ref no ", "ref-", "oh ",
    "oh oh oh oh oh ohx ", "Sarah ", "Ab ", "1/", "((", "[name ", "[name 1] ", "born 1/2/12 ", "St ",
    "Aa Bb Cc ", "1 Aa ", "Zx, ", "the only one ", "\u200b", "\u0301a", "аb", "School ", "Nhs Trust ",
    "Will ", "Zxq - ", "Z. ", " ", "\n", "a.b", " at ", " dot ", "x y ", "van der ", "Of And ",
)
# fmt: on


def seconds(text: str) -> float:
    """The processor time of the faster of two readings."""
    taken = []
    for _ in range(2):
        began = time.process_time()
        reduce(text)
        taken.append(time.process_time() - began)
    return min(taken)


@pytest.mark.parametrize("piece", PIECES)
def test_six_times_the_text_takes_about_six_times_as_long(piece: str) -> None:
    """No pattern goes back over what it has read: a long text can't stop the service."""
    short, long = (seconds((piece * length)[:length]) for length in (SHORT, LONG))
    assert long < MOST * max(short, 0.002)
