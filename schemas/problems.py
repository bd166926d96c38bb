"""What is wrong with a record, in words for its sender: every problem at once, nothing that may identify someone."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, Final, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from schemas.allowed import allowed, may_be_shown
from schemas.crossfield import CROSS_FIELD

MOST: Final = 100
"""Problems told of one record."""
_PLAIN_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_TELLABLE: Final = re.compile(r"[A-Za-z0-9_.:+/-]{1,40}")
_MANY_DIGITS: Final = re.compile(r"[0-9]{7}")


class Problem(NamedTuple):
    """One problem. `pointer` is a JSON pointer (RFC 6901), "" for the record itself; `message` says what is allowed.

    `found` is the value as it was sent, where it can't identify anyone; else None.
    """

    pointer: str
    found: str | None
    message: str


def problems(error: ValidationError) -> list[Problem]:
    """Every problem that the validation found, at most `MOST`, in the order of the record's fields."""
    tagged = error.title.startswith("tagged-union[")
    errors = error.errors(include_url=False)
    found = (problem for one in errors if not _follows(one, errors) for problem in _problems(one, tagged))
    return list(islice(found, MOST))


def pointer(parts: tuple[str | int, ...]) -> str:
    """The JSON pointer of these parts. A name that may itself identify someone is written as `(a field)`."""
    return "".join(f"/{_name(str(part))}" for part in parts)


def _follows(error: ErrorDetails, errors: list[ErrorDetails]) -> bool:
    """Whether a list is only too short because an item of it was refused."""
    length = len(error["loc"])
    inside = (one["loc"] for one in errors if len(one["loc"]) > length)
    return error["type"] == "too_short" and any(loc[:length] == error["loc"] for loc in inside)


def _problems(error: ErrorDetails, tagged: bool) -> Iterator[Problem]:
    kind, place = error["type"], error["loc"]
    at = place[1:] if tagged else place
    if kind == CROSS_FIELD:
        for broken in error["ctx"]["broken"]:
            yield Problem(pointer((*at, *broken.field.split("/"))), None, broken.message)
    elif kind.startswith("union_tag"):
        yield Problem(pointer((*place, "type")), _tag(error), allowed(error))
    else:
        yield Problem(pointer(at), shown(error["input"]) if may_be_shown(error) else None, allowed(error))


def shown(value: Any) -> str | None:
    """The value as text when it can only be a number, a date or a short code; None for what may hold more than that."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    text = str(value) if isinstance(value, str | int | float) else ""
    return text if _TELLABLE.fullmatch(text) and not _MANY_DIGITS.search(text) else None


def _tag(error: ErrorDetails) -> str | None:
    return shown(error.get("ctx", {}).get("tag", "")) or None


def _name(part: str) -> str:
    return part if _PLAIN_NAME.fullmatch(part) and not _MANY_DIGITS.search(part) else "(a field)"
