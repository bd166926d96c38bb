"""An import from its first byte to its accounts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Final, Protocol

import httpx

from services.heed.importing.door import Busy, DoorError
from services.heed.importing.sinks import Sink
from services.heed.importing.tally import Tally
from services.intake.adapters.cin import Census, CensusError, Header, Made, Outcome, Problem, Sender

BATCH: Final = 1_000
"""Events a request; intake takes 10,000."""


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of the sender that is told complete, and the event types that it carries."""

    source: str
    types: frozenset[str]


class Trip(Protocol):
    """What an import depends on, once the file's head is known."""

    def sender(self, head: Header) -> Sender:
        """Who sends."""

    def sink(self, sender: Sender) -> Sink:
        """Where the events go."""

    def feed(self, sender: Sender) -> Feed:
        """Which feed they belong to."""

    def note(self, problem: Problem) -> None:
        """Keep a problem for the user."""


@dataclass(slots=True)
class Import:
    """The accounts. `lea` is the authority that the file names, `area` as whose it was taken.

    `ended` says why the file was not read, or not sent, to its end.
    """

    tally: Tally
    lea: str = ""
    area: str = ""
    children: int = 0
    ended: str | None = None
    complete: dict[str, Any] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Everything in the file is accounted for, and it was read and sent to its end."""
        return self.ended is None and not self.tally.unaccounted()


async def run_import(stream: BinaryIO, trip: Trip) -> Import:
    """Read, map, send, and add up. Raises `CensusError` where even the header can't be read."""
    census = Census(stream)
    head = census.header()
    sender = trip.sender(head)
    sink = trip.sink(sender)
    done = Import(Tally(census.in_file), head.lea or "", sender.area)
    try:
        await _send_all(census, head, sender, sink, done.tally, trip)
    except (CensusError, DoorError, Busy, httpx.TransportError) as error:
        done.ended = _words(error)
    else:
        done.complete = await _complete(sink, trip.feed(sender), sender.area, head.complete_to, done.tally)
    done.children = census.children
    done.tally.outside(census.outside)
    return done


async def _send_all(census: Census, head: Header, sender: Sender, sink: Sink, tally: Tally, trip: Trip) -> None:
    """In batches of about `BATCH`. What was read before the file broke off is sent."""
    waiting: list[Made] = []
    try:
        for outcomes in census.outcomes(head, sender):
            waiting += _noted(outcomes, tally, trip)
            if len(waiting) >= BATCH:
                sending, waiting = waiting, []
                await _send(sink, sending, tally)
    except CensusError:
        await _send(sink, waiting, tally)
        raise
    await _send(sink, waiting, tally)


def _noted(outcomes: list[Outcome], tally: Tally, trip: Trip) -> list[Made]:
    """Counts them all; returns the events among them."""
    for outcome in outcomes:
        tally.note(outcome)
        if isinstance(outcome, Problem):
            trip.note(outcome)
    return [outcome for outcome in outcomes if isinstance(outcome, Made)]


async def _send(sink: Sink, made: list[Made], tally: Tally) -> None:
    if not made:
        return
    for one, answer in zip(made, await sink.take(made), strict=True):
        tally.settle(one, answer)


async def _complete(sink: Sink, feed: Feed, area: str, until: datetime, tally: Tally) -> dict[str, Any]:
    """Say that the feed is complete to the reference date, for what the file holds and the feed carries."""
    types = sorted(tally.whole() & feed.types)
    said = {"source": feed.source, "until": until.isoformat(), "types": types}
    if not types:
        return {**said, "not_recorded": "the feed carries none of the file's types"}
    refused = await sink.complete(feed.source, area, until, types)
    return said if refused is None else {**said, "not_recorded": refused}


def _words(error: Exception) -> str:
    if isinstance(error, httpx.TransportError):
        return f"intake doesn't answer ({type(error).__name__}); what it had accepted stays, and sending again is safe"
    return str(error)
