"""How sure a share is that was counted on a sample."""

from math import sqrt
from statistics import NormalDist
from typing import NamedTuple


class Share(NamedTuple):
    """`yes` of `of`, and the interval in which the true share lies, at 95 % confidence."""

    yes: int
    of: int
    share: float
    low: float
    high: float


CONFIDENCE = 0.95


def share(yes: int, of: int) -> Share | None:
    """With Wilson's score interval, closed form without continuity correction; None of nothing.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, Journal of the American
    Statistical Association 22 (1927), 209-212. Unlike the usual interval it stays within 0 and 1, and holds for few.
    """
    if of == 0:
        return None
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    found = yes / of
    middle = (found + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * sqrt(found * (1 - found) / of + z * z / (4 * of * of))
    return Share(yes, of, found, max(0.0, middle - half), min(1.0, middle + half))
