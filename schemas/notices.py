"""What operators are told: of feeds, keys and budgets, never of a child's events."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from schemas.base import AreaCode, Code, Contract, OrganisationId, SubjectKey
from schemas.codes import Notice
from schemas.times import Instant


class OperatorNotice(Contract):
    """Something that an operator should look into.

    `since` is when the feed was last heard. `subject_key` is a key with too many events to be one child's, `events` how
    many it has. `rule` has come to so many `alerts` in the week of `log_time`; `budget` were agreed.
    `cause`: a new engine says otherwise than the one before. `engine` and `log_time` are as in an alert's revision.
    """

    type: Literal["operator_notice"] = "operator_notice"
    notice: Notice
    area: AreaCode
    agency: OrganisationId | None = None
    source: OrganisationId | None = None
    since: Instant | None = None
    subject_key: SubjectKey | None = None
    events: Annotated[int, Field(ge=1)] | None = None
    rule: Code | None = None
    alerts: Annotated[int, Field(ge=0)] | None = None
    budget: Annotated[int, Field(ge=0)] | None = None
    cause: Literal["engine"] | None = None
    engine: Annotated[str, Field(pattern=r"^[0-9a-f]{8,64}$")]
    log_time: Instant


OPERATOR_NOTICE: Final[TypeAdapter[OperatorNotice]] = TypeAdapter(OperatorNotice)
