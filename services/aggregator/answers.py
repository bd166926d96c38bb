"""What the counts' HTTP interface answers."""

from datetime import date

from pydantic import BaseModel, Field

from schemas.codes import Dimension


class CountRow(BaseModel):
    """A count. `agency` and `team` stand where rows are per agency or team, and are left out for what is kept above."""

    agency: str | None = None
    team: str | None = None
    value: str = Field(examples=["near_miss_prevented"])
    n: int = Field(examples=[12])


class CountsAnswer(BaseModel):
    """Counts of reports over a window of days of occurrence, the largest first; what is 0 is left out.

    Internal: true numbers, not for publication. A report has several factors, layers and categories, so their rows add
    up to more than `reports`.
    """

    area: str
    agency: str | None = None
    team: str | None = None
    dimension: Dimension
    first: date = Field(description="First day of the window.")
    last: date = Field(description="Last day of the window.")
    as_of: date | None = Field(None, description="What was known at the end of this day; all known where left out.")
    reports: int = Field(description="Reports in the window, whatever the dimension and value.")
    rows: list[CountRow]
    withheld: list[str] = Field(description="Teams counted with their agency because they have fewer than 10 people.")


class SeriesPoint(BaseModel):
    """The count of the days that end with `day`."""

    day: date
    n: int


class SeriesAnswer(BaseModel):
    """Rolling counts of one code, a point a day. Internal: true numbers, not for publication."""

    area: str
    agency: str | None = None
    team: str | None = None
    dimension: Dimension
    value: str
    length: int = Field(description="Days in each count.")
    as_of: date | None = None
    points: list[SeriesPoint]


class Fault(BaseModel):
    """One thing that is wrong with a request."""

    pointer: str = Field(description="The parameter, as a JSON pointer.", examples=["/team"])
    found: str | None = Field(None, description="What was found there.")
    message: str = Field(description="What is allowed.")


class ProblemDetails(BaseModel):
    """A refusal (RFC 9457), with every problem at once."""

    title: str
    status: int
    detail: str | None = None
    errors: list[Fault] = []
