"""What can be asked of the counts. Pure."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from schemas.base import AreaCode, Code, OrganisationId
from schemas.codes import Dimension
from schemas.crossfield import Broken, refuse
from schemas.times import Day
from services.aggregator.cells import DIMENSIONS
from services.aggregator.rolling import LENGTHS, Window, ending

RANGE: Final = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")
WINDOW_WORDS: Final = "7, 28, 90 or 365 days, or first..last such as 2026-01-01..2026-03-31, first not after last"

MOST_POINTS: Final = 3_660
"""Days of a series: ten years. Each is a point of the answer."""

By = Literal["value", "agency", "team"]
Length = Literal["1", "7", "28", "90", "365"]


class Question(BaseModel):
    """What every question about counts says."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    area: AreaCode = Field(description="The safeguarding partnership: ONS code of its local authority.")
    agency: OrganisationId | None = Field(None, description="One agency only; the whole partnership where left out.")
    team: OrganisationId | None = Field(None, description="One team only. Never one with fewer than 10 people.")
    dimension: Dimension = Field("total", description="What to count by; `total` counts reports.")
    window: str = Field("28", description=f"Days of occurrence: {WINDOW_WORDS}.")
    ending: Day | None = Field(None, description="Last day of a rolling window: `as_of`, or today, where left out.")
    as_of: Day | None = Field(None, description="What was known at the end of this day; all known where left out.")

    @model_validator(mode="after")
    def _can_be_answered(self) -> Self:
        refuse(self._broken())
        return self

    def days(self, today: int) -> Window:
        """The window as ordinals, where today is `today`."""
        between = _between(self.window)
        if between is not None:
            return between
        last = self.ending or self.as_of
        return ending(last.toordinal() if last else today, int(self.window))

    def _broken(self) -> Iterator[Broken]:
        if self.window not in map(str, LENGTHS) and _between(self.window) is None:
            yield Broken("window", WINDOW_WORDS)
        if self.ending is not None and RANGE.fullmatch(self.window):
            yield Broken("ending", "leave it out where window says first..last")


class CountsQuery(Question):
    """The query of `GET /v1/counts`."""

    value: Code | None = Field(None, description="One code of the dimension; every code where left out.")
    by: By = Field("value", description="Rows per code; or per agency, or per team, and code.")

    def _broken(self) -> Iterator[Broken]:
        yield from super()._broken()
        if self.value is not None:
            yield from _no_such(self.dimension, self.value)


class SeriesQuery(Question):
    """The query of `GET /v1/series`. `window` holds the days that are shown."""

    value: Code = Field("all", description="The code of the dimension.")
    length: Length = Field("7", description="Days that are summed for each day shown; it is the last of them.")

    def _broken(self) -> Iterator[Broken]:
        yield from super()._broken()
        yield from _no_such(self.dimension, self.value)
        between = _between(self.window)
        if between is not None and between.last - between.first >= MOST_POINTS:
            yield Broken("window", f"at most {MOST_POINTS:,} days")


def parameters(query: type[Question]) -> list[dict[str, Any]]:
    """The query for OpenAPI."""
    schema = query.model_json_schema()
    return [
        {"name": name, "in": "query", "required": name in schema["required"], "schema": one}
        | {"description": one.pop("description")}
        for name, one in schema["properties"].items()
    ]


def _no_such(dimension: Dimension, value: str) -> Iterator[Broken]:
    if value not in DIMENSIONS[dimension]:
        yield Broken("value", f"one of {', '.join(DIMENSIONS[dimension])}")


def _between(window: str) -> Window | None:
    found = RANGE.fullmatch(window)
    if found is None:
        return None
    try:
        first, last = (date.fromisoformat(part).toordinal() for part in found.groups())
    except ValueError:
        return None
    return Window(first, last) if first <= last else None
