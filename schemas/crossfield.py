"""Rules between fields: each broken one names its field, and all of a record are told at once."""

from collections.abc import Iterable
from typing import NamedTuple

from pydantic_core import PydanticCustomError

CROSS_FIELD = "cross_field"
"""The type of the pydantic error that holds broken rules."""


class Broken(NamedTuple):
    """A rule that a record breaks. `field` is its name, or a path such as `teams/3/agency`.

    `message` says what is allowed and never holds a value of the record.
    """

    field: str
    message: str


def refuse(broken: Iterable[Broken]) -> None:
    """Raise one error that holds every broken rule; nothing where there is none. For use in a model's validator."""
    rules = list(broken)
    if rules:
        words = "; ".join(f"{rule.field}: {rule.message}" for rule in rules)
        raise PydanticCustomError(CROSS_FIELD, "{words}", {"words": words, "broken": rules})
