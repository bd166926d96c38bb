"""Records that the stream runtime keeps about itself: marks, dead letters, and an operator's leave to pass."""

from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from schemas.base import Base64, Contract, Offset, OrganisationId, Partition, UnixMillis
from schemas.codes import DeadLetterReason, OfficerRole
from schemas.times import Instant

TopicName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,60}$")]
TopicId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
EngineHash = Annotated[str, Field(pattern=r"^[0-9a-f]{8,64}$")]


class Mark(Contract):
    """The last place that a group has published from a partition. What lies at or below it isn't published again.

    `position` is the fold's input position; (`offset`, `index`) the place of the last output, at first -1 and 0.
    `topic_id` is Kafka's own id of the topic: a mark says nothing about another topic of the same name.
    """

    type: Literal["mark"] = "mark"
    group: OrganisationId
    topic: TopicName
    topic_id: TopicId
    partition: Partition
    position: Offset
    offset: Annotated[int, Field(ge=-1, le=2**62)]
    index: Annotated[int, Field(ge=0, le=2**31)]
    engine: EngineHash
    log_time: UnixMillis


class DeadLetter(Contract):
    """A record that a fold could not take: where it was and why. `timestamp` is the record's, in Unix milliseconds.

    `field` is a JSON pointer; `message` says what is allowed and never holds what was found. `sealed` is key, headers
    and value in base64, encrypted under the dead-letter key and bound to the place.
    """

    type: Literal["dead_letter"] = "dead_letter"
    topic: TopicName
    partition: Partition
    offset: Offset
    timestamp: UnixMillis
    reason: DeadLetterReason
    field: Annotated[str, Field(max_length=1_000)]
    message: Annotated[str, Field(max_length=4_000)]
    sealed: Base64


class OperatorLeave(Contract):
    """An operator lets a group's stopped partition pass its dead letters below the offset `until`."""

    type: Literal["operator_leave"] = "operator_leave"
    group: OrganisationId
    topic: TopicName
    partition: Partition
    until: Offset
    actor_role: OfficerRole = "operator"
    given_at: Instant


MARK: Final[TypeAdapter[Mark]] = TypeAdapter(Mark)
DEAD_LETTER: Final[TypeAdapter[DeadLetter]] = TypeAdapter(DeadLetter)
OPERATOR_LEAVE: Final[TypeAdapter[OperatorLeave]] = TypeAdapter(OperatorLeave)
