"""Published counts, after disclosure control: the ledger against which every further release is checked."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from schemas.base import AreaCode, Code, Contract, OrganisationId, Uuid
from schemas.codes import Dimension
from schemas.times import Day, Instant


class Cell(Contract):
    """One published number: between `least` and `most`, both included, is what it says of the true one."""

    agency: OrganisationId | None = None
    dimension: Dimension
    value: Code
    least: Annotated[int, Field(ge=0, le=1_000_000_000)]
    most: Annotated[int, Field(ge=0, le=1_000_000_000)]
    suppressed: bool = False


class Release(Contract):
    """A release: the counts of a quarter of an area as they were known at the cut-off."""

    type: Literal["release"] = "release"
    release_id: Uuid
    area: AreaCode
    first_day: Day
    last_day: Day
    cut_off: Day
    cells: Annotated[tuple[Cell, ...], Field(max_length=100_000)]
    released_at: Instant


RELEASE: Final[TypeAdapter[Release]] = TypeAdapter(Release)
