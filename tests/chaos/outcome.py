"""What a `read_committed` reader of the outputs sees, and how it differs from an undisturbed run."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from services.heed.reading import read_topic
from services.streaming.records import Headers, Record
from services.streaming.settings import Settings

EVENTS = ("alert-revisions", "dead-letters")
VALUES = ("counts", "alerts")


class Said(NamedTuple):
    """One output, whole but for its offset: that counts transaction markers too."""

    key: bytes | None
    value: bytes | None
    timestamp: int
    headers: Headers

    @property
    def id(self) -> bytes:
        """Its CloudEvents id."""
        return dict(self.headers)["ce_id"]


@dataclass(frozen=True, slots=True)
class Seen:
    """Events in order by topic and partition; values' last by topic and key.

    `value_records`: how many values were written in all. How they fall into batches isn't the same in two runs.
    """

    events: dict[tuple[str, int], list[Said]]
    values: dict[tuple[str, bytes | None], Said]
    value_records: int = field(compare=False)

    def all_events(self) -> list[Said]:
        """Of all topics and partitions."""
        return [said for part in self.events.values() for said in part]

    @property
    def duplicates(self) -> int:
        """How many events stand there again."""
        return sum(count - 1 for count in Counter(said.id for said in self.all_events()).values())

    def missing(self, expected: "Seen") -> int:
        """How many of the expected events are not there."""
        return len({said.id for said in expected.all_events()} - {said.id for said in self.all_events()})

    def findings(self) -> list[tuple[bytes | None, bytes | None]]:
        """What was found, in no order: keys and values of `alert-revisions`."""
        parts = [said for (topic, _), said in self.events.items() if topic == "alert-revisions"]
        return sorted(((one.key, one.value) for part in parts for one in part), key=repr)


async def see(settings: Settings) -> Seen:
    """Read all outputs to their end."""
    events: defaultdict[tuple[str, int], list[Said]] = defaultdict(list)
    for topic in EVENTS:
        for record in await read_topic(settings, topic):
            events[topic, record.partition].append(_said(record))
    values = [(topic, record) for topic in VALUES for record in await read_topic(settings, topic)]
    last = {(topic, record.key): _said(record) for topic, record in values}
    return Seen(dict(events), last, len(values))


def _said(record: Record) -> Said:
    return Said(record.key, record.value, record.timestamp, record.headers)
