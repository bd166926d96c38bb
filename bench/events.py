"""Case events as an agency's system sends them, each with an id of its own."""

import json
from collections.abc import Iterator
from itertools import islice

from schemas.configuration import Configuration

TOPIC = "cases"
PATH = "/v1/case-events"
NDJSON = "application/x-ndjson"
PLACE_OF_ID = "event-id"
CHILDREN = 5_000


class EventMaker:
    """Endless events of the configuration's first agency; none has the id of another."""

    def __init__(self, configuration: Configuration) -> None:
        self.agency = configuration.agencies[0]
        self._parts = [_template(self.agency.areas[0], self.agency.id, child) for child in range(CHILDREN)]
        self._events = self._endless()

    def take(self, number: int) -> list[bytes]:
        """The next `number` events, each the JSON of one line."""
        return list(islice(self._events, number))

    def _endless(self) -> Iterator[bytes]:
        number = 0
        while True:
            before, after = self._parts[number % CHILDREN]
            yield b"%s%d%s" % (before, number, after)
            number += 1


def _template(area: str, agency: str, child: int) -> tuple[bytes, bytes]:
    event = {
        "type": "concern_raised",
        "event_id": PLACE_OF_ID,
        "revision": 1,
        "area": area,
        "subject_key": f"k1:{child:064x}",
        "agency": agency,
        "responsible_agency": agency,
        "occurred_at": "2026-03-17T09:30:00Z",
        "occurred_precision": "minute",
        "recorded_at": "2026-03-17T10:05:00Z",
        "age_band": "5_10",
        "source": "2A",
        "level": "high",
        "signals": ["unexplained_injury", "fearful_of_carer"],
    }
    before, _, after = json.dumps(event, separators=(",", ":")).encode().partition(PLACE_OF_ID.encode())
    return before, after
