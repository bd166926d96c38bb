"""A simulated pilot as the log of `cases` that intake would make of it, without HTTP and Kafka."""

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from schemas.base import encode
from schemas.cases import FeedCompleteTo
from schemas.configuration import load_configuration
from services.heed.simulate import Pilot
from services.heed.simulate.entries import CaseEventEntry, Completion, ReportEntry, SimulatedDay
from services.intake.api_keys import Grant
from services.intake.events import EventReader, NewEvent
from services.intake.following import follow
from services.intake.keys import demo_grants
from services.intake.links import Link
from services.intake.organisations import organisations_of
from services.intake.received import Received
from services.intake.reports import NewReport, ReportReader
from services.streaming.records import Record

CONFIGURATION = load_configuration(Path(__file__).parents[2] / "deploy" / "heed.toml")
NOW = datetime(2026, 7, 1, 12, tzinfo=UTC)
"""When intake takes all of it: after the simulated year, as in the demo."""


class Door:
    """The pure parts of intake: what it would write to `cases`, and what it would refuse."""

    def __init__(self) -> None:
        organisations = organisations_of(CONFIGURATION)
        self._events = EventReader(organisations, {}, 1, timedelta(minutes=1))
        self._reports = ReportReader(organisations, {}, b"secret")
        self._grants = demo_grants(CONFIGURATION)
        self._links: dict[str, Link | None] = {}

    def event(self, entry: CaseEventEntry) -> list[bytes]:
        """The record, or none where it is refused."""
        found = self._events.read(json.dumps(entry.body).encode(), self._received(self._grants[entry.agency]))
        return [found.record.value] if isinstance(found, NewEvent) and found.record.value else []

    def report(self, entry: ReportEntry) -> NewReport | None:
        """The report, or None where it is refused."""
        received = self._received(self._grants[entry.agency])
        found = self._reports.read(json.dumps(entry.body).encode(), entry.idempotency, received)
        return found if isinstance(found, NewReport) else None

    def halves(self, entry: ReportEntry) -> list[bytes]:
        """The protection halves that the report leaves on `cases`."""
        found = self.report(entry)
        if found is None:
            return []
        report_id = found.learning.report_id
        step = follow(self._links.get(report_id), found.concerned, uuid.uuid5(uuid.NAMESPACE_OID, report_id))
        self._links[report_id] = step.link
        return [encode(record) for record in step.records]

    def _received(self, grant: Grant) -> Received:
        trace = f"00-{1:032x}-{1:016x}-01"
        return Received(grant=grant, now_ms=round(NOW.timestamp() * 1000), now=NOW, trace=trace, history=False)


def cases_log(pilot: Pilot) -> list[Record]:
    """One record a millisecond, all accepted now."""
    door, start = Door(), round(NOW.timestamp() * 1000)
    values = [value for day in pilot.days() for value in _values(door, day)]
    return [
        Record("cases", 0, number, start + number, None, value, (), start + number)
        for number, value in enumerate(values)
    ]


def _values(door: Door, day: SimulatedDay) -> Iterator[bytes]:
    for entry in day.events:
        yield from door.event(entry)
    for report in day.reports:
        yield from door.halves(report)
    yield from map(complete, day.completions)


def complete(said: Completion) -> bytes:
    return encode(
        FeedCompleteTo(
            area=said.area, agency=said.agency, source=said.source, types=said.types, complete_to=said.complete_to
        )
    )
