"""What a producer that bypasses intake might write to the topic `cases`: nothing that a fold can take."""

import json
from collections.abc import Iterator
from typing import Any, Final

from services.heed.simulate.chance import Dice, dice

AREA: Final = "E06000901"


def bad_records(seed: int, n: int, area: str = AREA) -> Iterator[bytes]:
    """`n` values, each bad in one of several ways: not JSON, cut short, unknown type, missing or unknown field."""
    chance = dice("bad records", seed)
    for number in range(n):
        yield _bad(chance, number, _sound(chance, number, area))


def _sound(chance: Dice, number: int, area: str) -> dict[str, Any]:
    """A visit that would be valid."""
    return {
        "type": "visit_made",
        "event_id": f"bad:{number}",
        "revision": 1,
        "area": area,
        "subject_key": f"k1:{chance.randbytes(32).hex()}",
        "agency": "somebody-else",
        "responsible_agency": "somebody-else",
        "occurred_at": "2025-06-02T10:00:00Z",
        "occurred_precision": "minute",
        "recorded_at": "2025-06-02T11:00:00Z",
    }


def _bad(chance: Dice, number: int, record: dict[str, Any]) -> bytes:
    ways = (
        b"\xff\xfe not text",
        b"",
        json.dumps(record).encode()[: chance.randint(5, 60)],
        json.dumps({**record, "type": "visit_imagined"}).encode(),
        json.dumps({name: value for name, value in record.items() if name != "responsible_agency"}).encode(),
        json.dumps({**record, "staff_name": "left in"}).encode(),
        json.dumps({**record, "revision": 0}).encode(),
        json.dumps({**record, "subject_key": "999 000 0018"}).encode(),
        json.dumps({**record, "occurred_at": "2025-06-02"}).encode(),
        json.dumps([record]).encode(),
    )
    return ways[number % len(ways)]
