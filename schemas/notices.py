"""What operators are told: of feeds and keys, never of a child's events."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from schemas.base import AreaCode, Contract, OrganisationId, SubjectKey
from schemas.codes import Notice
from schemas.times import Instant


class OperatorNotice(Contract):
    """Something that an operator should look into.

    `since` is when the feed was last heard. `subject_key` is a key with too many events to be one child's, `events` how
    many it has. `engine` and `log_time` are as in an alert's revision.
    """

    type: Literal["operator_notice"] = "operator_notice"
    notice: Notice
    area: AreaCode
    agency: OrganisationId | None = None
    source: OrganisationId | None = None
    since: Instant | None = None
    subject_key: SubjectKey | None = None
    events: Annotated[int, Field(ge=1)] | None = None
    engine: Annotated[str, Field(pattern=r"^[0-9a-f]{8,64}$")]
    log_time: Instant


OPERATOR_NOTICE: Final[TypeAdapter[OperatorNotice]] = TypeAdapter(OperatorNotice)
