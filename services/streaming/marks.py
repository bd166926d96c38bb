"""Marks: how far a partition's outputs are published. Written with them in one transaction, read by its next owner."""

from schemas.base import encode
from schemas.control import MARK, Mark
from services.streaming.compacted import last_of
from services.streaming.records import Place
from services.streaming.settings import Settings
from services.streaming.statefile import Identity

MARKS = "marks"


def mark_key(group: str, topic: str, partition: int) -> str:
    """The key of a fold's mark, and of an operator's leave for it."""
    return f"{group}/{topic}/{partition}"


def mark_value(
    group: str, topic: str, partition: int, *, identity: Identity, position: int, place: Place, log_time: int
) -> bytes:
    """`position`: all outputs of records before it are published. `place`: the last output published. Milliseconds."""
    return encode(
        Mark(
            group=group,
            topic=topic,
            topic_id=identity.topic_id,
            partition=partition,
            position=position,
            offset=place.offset,
            index=max(place.index, 0),
            engine=identity.engine,
            log_time=log_time,
        )
    )


async def last_mark(settings: Settings, group: str, topic: str, topic_id: str, partition: int) -> Mark | None:
    """The fold's last committed mark. To be called after its transactions were initialised: no one else then writes.

    None where it is of another topic of that name: nothing of this one is published.
    """
    value = await last_of(settings, MARKS, partition, mark_key(group, topic, partition))
    found = None if value is None else MARK.validate_json(value)
    return None if found is None or found.topic_id != topic_id else found
