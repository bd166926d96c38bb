"""Control records of a partition or an area. Our services write them; no agency can."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.base import AreaCode, Contract, OrganisationId, Sha256
from schemas.sets import SomeOf
from schemas.times import Instant


class Clock(Contract):
    """Time has passed in this partition. Deadlines up to `time` fire."""

    type: Literal["clock"] = "clock"
    time: Instant


class RulesChanged(Contract):
    """The area works by the rules with this hash from here on. `engine` is set where a new engine republished."""

    type: Literal["rules_changed"] = "rules_changed"
    area: AreaCode
    rules: Sha256


class FeedCompleteTo(Contract):
    """The agency's feed has sent everything of `types` that happened up to `complete_to`."""

    type: Literal["feed_complete_to"] = "feed_complete_to"
    area: AreaCode
    agency: OrganisationId
    source: OrganisationId
    types: SomeOf[Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]]
    complete_to: Instant
