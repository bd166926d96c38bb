"""From an outbox row to the record that Kafka gets."""

from schemas.control import DEAD_LETTER
from services.streaming import cloudevents
from services.streaming.batch import Row
from services.streaming.dead_letters import DEAD_LETTERS, letter_headers
from services.streaming.records import Output


def output(group: str, topic: str, partition: int, row: Row) -> Output:
    """The row as an output of `group`'s fold over (topic, partition), with headers that follow from the row alone.

    A value's id holds its key instead of its index, so that it does not depend on how the log was split into batches.
    """
    place = f"{topic}/{partition}/{row.place.offset}"
    which = row.key.decode("utf-8", "replace") if row.absolute else str(row.place.index)
    id = f"{group}/{place}/{row.topic}/{which}"
    headers = cloudevents.headers(
        id=id,
        type=row.type,
        source=f"/heed/{group}",
        time_ms=row.timestamp,
        dataschema=cloudevents.dataschema(row.topic),
        trace=cloudevents.follow(row.trace, place, id),
    )
    if row.topic == DEAD_LETTERS and row.value is not None:
        headers += letter_headers(DEAD_LETTER.validate_json(row.value))
    return Output(row.place, row.topic, row.partition, row.key, row.value, row.timestamp, headers)
