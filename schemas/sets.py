"""A set of codes: written as a list in ascending order without repeats, so that equal sets are equal bytes."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, TypeVar

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

T = TypeVar("T", bound=str)
MOST: Final = 64
"""Codes in one set."""


def ordered(values: tuple[str, ...]) -> tuple[str, ...]:
    """The codes once each, in ascending order. Quick where they already are, as on every topic."""
    last = ""
    for value in values:
        if value <= last:
            return tuple(sorted(set(values)))
        last = value
    return values


class CodeSet:
    """Makes a tuple of codes a set of at least `least`. Retired codes are read under their new names in `renamed`.

    Only the last step is Python's: codes are checked by pydantic's core, since reports pass here by the million.
    """

    def __init__(self, least: int = 0, renamed: Mapping[str, str] | None = None) -> None:
        self._least = least
        self._renamed = dict(renamed or {})

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        given: Any = handler(source)
        while given["type"] != "tuple":
            given = given["schema"]
        item, least = given["items_schema"][0], max(self._least, given.get("min_length") or 0)
        if self._renamed:
            item = core_schema.literal_schema([*item["expected"], *self._renamed])
        codes = core_schema.tuple_variable_schema(item, min_length=least, max_length=MOST, strict=True)
        return core_schema.no_info_after_validator_function(self._renaming if self._renamed else ordered, codes)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        found = handler(schema) | {"uniqueItems": True}
        if self._renamed:
            codes = [code for code in found["items"]["enum"] if code not in self._renamed]
            found["items"] = {**found["items"], "enum": codes}
            found["description"] = (
                f"{', '.join(self._renamed)} are retired: read as {', '.join(self._renamed.values())}"
            )
        return found

    def _renaming(self, values: tuple[str, ...]) -> tuple[str, ...]:
        renamed = self._renamed
        if renamed.keys().isdisjoint(values):
            return ordered(values)
        return ordered(tuple(renamed.get(value, value) for value in values))


SetOf = Annotated[tuple[T, ...], CodeSet()]
"""None, one or several codes, in any order; at most `MOST`."""

SomeOf = Annotated[tuple[T, ...], CodeSet(least=1)]
"""One or several codes, in any order; at most `MOST`."""


def reading(renamed: Mapping[str, str]) -> CodeSet:
    """Beside `SetOf` or `SomeOf`: the codes that were retired, and the names under which they are read."""
    return CodeSet(renamed=renamed)


def alone(values: Sequence[str], lonely: frozenset[str]) -> str | None:
    """The code among `values` that can't stand beside another, or None."""
    return next((value for value in values if value in lonely), None) if len(values) > 1 else None
