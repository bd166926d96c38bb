"""Counts of reports: absolute values, one a key, on the compacted topic `counts`."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from schemas.base import AreaCode, Code, Contract, OrganisationId
from schemas.codes import Dimension
from schemas.times import Day


class Count(Contract):
    """How the number of reports of `day` with `value` changed by what became known on `known_day`.

    The number as of a day D is the sum of `n` over the known days up to D, so `n` is negative where an amendment or a
    withdrawal took reports away. `agency` and `team` are left out for reports kept under the partnership or the agency.
    Internal: not for publication before disclosure control.
    """

    type: Literal["count"] = "count"
    area: AreaCode
    agency: OrganisationId | None = None
    team: OrganisationId | None = None
    day: Day
    known_day: Day
    dimension: Dimension
    value: Code
    n: Annotated[int, Field(ge=-1_000_000_000, le=1_000_000_000)]


COUNT: Final[TypeAdapter[Count]] = TypeAdapter(Count)


def count_key(count: Count) -> str:
    """The key on `counts`: the parts of the count's own key, joined by `|`; a part that is left out is empty."""
    parts = (count.area, count.agency or "", count.team or "", count.day, count.known_day, count.dimension, count.value)
    return "|".join(map(str, parts))
