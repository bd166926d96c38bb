"""A pilot sent to intake, day by day, as its agencies would send it."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Final

import httpx

from services.heed.importing.door import Answer, Door
from services.heed.simulate.entries import CaseEventEntry, Completion, ReportEntry, SimulatedDay
from services.heed.simulate.pilot import Pilot

BATCH: Final = 5_000
"""Events a request; intake takes 10,000."""
AT_ONCE: Final = 8
"""Requests under way at the same time."""
KEPT: Final = 100


@dataclass(frozen=True, slots=True)
class Rejected:
    """What intake refused: no id of a child is in it. `expected`: the simulation meant it to be."""

    kind: str
    agency: str
    reason: str
    errors: tuple[str, ...]
    expected: bool


@dataclass(slots=True)
class SendResult:
    """`events` and `reports` that intake accepted, `repeated` that it had, the first `rejected` of `refused`."""

    events: int = 0
    reports: int = 0
    repeated: int = 0
    refused: int = 0
    completions: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    surprises: int = 0
    """Sound records that were refused, and bad ones that were accepted. None is right."""

    @property
    def accepted(self) -> int:
        """Events and reports."""
        return self.events + self.reports

    def settle(self, entry: CaseEventEntry | ReportEntry, answer: Answer) -> None:
        """Count what became of an entry."""
        refused = answer.status == "rejected"
        self.surprises += refused == entry.sound
        if refused:
            self._refuse(entry, answer)
        elif answer.status == "repeated":
            self.repeated += 1
        elif isinstance(entry, CaseEventEntry):
            self.events += 1
        else:
            self.reports += 1

    def _refuse(self, entry: CaseEventEntry | ReportEntry, answer: Answer) -> None:
        self.refused += 1
        kind = "case_event" if isinstance(entry, CaseEventEntry) else "incident_report"
        if len(self.rejected) < KEPT:
            self.rejected.append(Rejected(kind, entry.agency, answer.reason, answer.errors, not entry.sound))


OnProgress = Callable[[date, SendResult], None]


async def send(
    pilot: Pilot, client: httpx.AsyncClient, keys: Mapping[str, str], on_progress: OnProgress = lambda day, sent: None
) -> SendResult:
    """Each day's events in the order of recording, its reports, and then how far the feeds are complete.

    `keys`: API key by agency. Raises `Busy` or `httpx.TransportError` when intake has been away for two minutes, and
    `DoorError` when it refuses a request whole, such as one with an unknown key.
    """
    result = SendResult()
    doors = {agency: Door(client, key) for agency, key in keys.items()}
    for day in pilot.days():
        await _send_day(day, doors, result)
        on_progress(day.day, result)
    return result


async def _send_day(day: SimulatedDay, doors: Mapping[str, Door], result: SendResult) -> None:
    """What one agency sends keeps its order; agencies don't wait for each other."""
    room = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(
        *(_events(doors[agency], entries, room, result) for agency, entries in _by_agency(day.events)),
        *(_reports(doors[entry.agency], entry, room, result) for entry in day.reports),
    )
    await asyncio.gather(*(_complete(doors[said.agency], said, room, result) for said in day.completions))


def _by_agency(entries: Iterable[CaseEventEntry]) -> list[tuple[str, list[CaseEventEntry]]]:
    """In the order of recording within each; the sort is stable."""
    ordered = sorted(entries, key=lambda entry: entry.agency)
    return [(agency, list(own)) for agency, own in groupby(ordered, key=lambda entry: entry.agency)]


async def _events(door: Door, entries: Sequence[CaseEventEntry], room: asyncio.Semaphore, result: SendResult) -> None:
    for start in range(0, len(entries), BATCH):
        batch = entries[start : start + BATCH]
        async with room:
            answers = await door.events([entry.body for entry in batch])
        for entry, answer in zip(batch, answers, strict=True):
            result.settle(entry, answer)


async def _reports(door: Door, entry: ReportEntry, room: asyncio.Semaphore, result: SendResult) -> None:
    async with room:
        answer = await door.report(entry.body, entry.idempotency)
    result.settle(entry, answer)


async def _complete(door: Door, said: Completion, room: asyncio.Semaphore, result: SendResult) -> None:
    async with room:
        refused = await door.complete_to(said.source, said.area, said.complete_to)
    result.completions += refused is None
