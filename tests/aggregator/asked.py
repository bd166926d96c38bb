"""Logs of a few named reports, and what the counts' interface says of them."""

from typing import Any

from schemas.base import encode
from schemas.reports import IncidentReport
from services.aggregator.fold import Aggregator
from services.streaming.records import Record
from services.streaming.testing import fold_log
from tests.aggregator.logs import AREAS, FIRST, START, TOPIC
from tests.aggregator.served import Client, FileView

AREA = AREAS[0]
DAY_MS = 86_400_000


SAID: dict[str, Any] = {
    "revision": 1,
    "area": AREA,
    "agency": "agency-a",
    "team": "team-1",
    "occurred_precision": "day",
    "occurred_on": FIRST,
    "reported_on": FIRST,
    "incident_class": "near_miss_no_harm",
    "harm_potential": "likely",
    "overlooked": "no",
    "journey_stage": "referral",
}


def log_of(*several: dict[str, Any]) -> list[Record]:
    """One report a dictionary, over what is in `SAID`; `known` is how many days after the start it arrives."""
    return [_record(number, own) for number, own in enumerate(several)]


def _record(number: int, own: dict[str, Any]) -> Record:
    said = SAID | {"report_id": f"00000000-0000-4000-8000-{number:012d}"} | own
    at = int(START.timestamp() * 1000) + said.pop("known", 0) * DAY_MS
    return Record(TOPIC, 0, number, at, None, encode(IncidentReport(**said)), (), at)


def view_of(log: list[Record]) -> FileView:
    return FileView(":memory:", fold_log(Aggregator, log, topic=TOPIC))


def ask(log: list[Record], **query: str) -> Any:
    response = Client(view_of(log)).get("/v1/counts", params={"area": AREA} | query)
    assert response.status_code == 200, response.text
    return response.json()
