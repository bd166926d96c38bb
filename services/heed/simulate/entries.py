"""What is posted to intake, with the time at which its agency recorded it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CaseEventEntry:
    """A case event. `sound` is false for what the door must refuse."""

    recorded: datetime
    agency: str
    body: Body = field(repr=False)
    sound: bool = True

    @property
    def order(self) -> tuple[datetime, str, int]:
        """By time of recording; then by identity, so that the order is total."""
        return (self.recorded, str(self.body.get("event_id")), int(self.body.get("revision", 0)))


@dataclass(frozen=True, slots=True)
class ReportEntry:
    """An incident report. `idempotency` stays the same over its revisions."""

    recorded: datetime
    agency: str
    body: Body = field(repr=False)
    idempotency: str = ""
    sound: bool = True

    @property
    def order(self) -> tuple[datetime, str, int]:
        """As for a case event."""
        return (self.recorded, self.idempotency, int(self.body.get("revision", 1)))


Entry = CaseEventEntry | ReportEntry


@dataclass(frozen=True, slots=True)
class Completion:
    """A feed says that it has sent all that happened before `complete_to`."""

    agency: str
    area: str
    source: str
    types: tuple[str, ...]
    complete_to: datetime


@dataclass(frozen=True, slots=True)
class SimulatedDay:
    """What is sent for one day: events in the order of recording, reports, and then how far the feeds are complete."""

    day: date
    events: tuple[CaseEventEntry, ...]
    reports: tuple[ReportEntry, ...]
    completions: tuple[Completion, ...]
