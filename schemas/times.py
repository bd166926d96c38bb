"""Dates and instants as they stand in records: ISO 8601 text in JSON, `date` and aware `datetime` in Python."""

from datetime import UTC, date, datetime
from typing import Annotated, Any, Final

from annotated_types import Ge, Le
from pydantic import AwareDatetime, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

DATE_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
INSTANT_PATTERN: Final = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})$"
)


class _Written:
    """In JSON the text must look as `pattern` says (pydantic alone also takes the digits of a Unix time)."""

    def __init__(self, pattern: str, format: str) -> None:
        self.pattern, self.format = pattern, format

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        python = handler(source)
        from_text = core_schema.chain_schema(
            [core_schema.str_schema(pattern=self.pattern, strict=True), {**python, "strict": False}]
        )
        return core_schema.json_or_python_schema(json_schema=from_text, python_schema=python)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        years = "from 1900-01-01 to 2199-12-31"  # JSON Schema has no bounds for dates
        return {"type": "string", "format": self.format, "pattern": self.pattern, "description": years}


Day = Annotated[date, Ge(date(1900, 1, 1)), Le(date(2199, 12, 31)), _Written(DATE_PATTERN, "date")]
"""A calendar date in England, 1900 to 2199: `2026-03-17`."""

Instant = Annotated[
    AwareDatetime,
    Ge(datetime(1900, 1, 1, tzinfo=UTC)),
    Le(datetime(2199, 12, 31, tzinfo=UTC)),
    _Written(INSTANT_PATTERN, "date-time"),
]
"""An instant with its offset from UTC, 1900 to 2199: `2026-03-17T09:30:00Z`. The bounds keep sums from overflowing."""
