"""How far a feed is complete: said by its agency, never for the future, never taken back."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import Field, TypeAdapter

from schemas.base import AreaCode, Contract, encode
from schemas.cases import FeedCompleteTo, record_key
from schemas.crossfield import Broken
from schemas.sets import SomeOf
from schemas.times import Instant
from services.intake.events import TOPIC
from services.intake.organisations import Organisations, listed
from services.intake.outbox.accept import Verdict
from services.intake.outbox.rows import Outgoing, add
from services.intake.received import Received
from services.streaming.cloudevents import dataschema, headers
from services.streaming.partitions import partition_of


class CompleteTo(Contract):
    """Everything of these types that happened up to `complete_to` has been sent. `types`: all of the feed's."""

    area: AreaCode
    complete_to: Instant
    types: SomeOf[Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]] | None = None


COMPLETE_TO: Final[TypeAdapter[CompleteTo]] = TypeAdapter(CompleteTo)


@dataclass(frozen=True, slots=True)
class FeedOutcome:
    """What became of it. `behind`: types that were complete further already; `waits`: what it repeats isn't sent."""

    verdict: Verdict
    seq: int | None = None
    behind: tuple[str, ...] = ()
    waits: bool = False


def not_granted(said: CompleteTo, source: str, received: Received, known: Organisations) -> list[Broken]:
    """Why the key may not say it."""
    grant = received.grant
    if said.area not in grant.areas:
        return [Broken("area", f"this key writes for {', '.join(sorted(grant.areas))} only")]
    if source not in grant.sources or (grant.agency, source, said.area) not in known.feeds:
        mine = (feed for agency, feed, area in known.feeds if (agency, area) == (grant.agency, said.area))
        return [Broken("source", f"a feed of {grant.agency} in {said.area}: {listed(mine)}")]
    return []


def unfit(said: CompleteTo, source: str, received: Received, known: Organisations) -> list[Broken]:
    """What is wrong with it for a feed that the key may complete."""
    carried = known.feeds[received.grant.agency, source, said.area]
    found = []
    if not carried.issuperset(said.types or ()):
        found.append(Broken("types", f"types that the feed carries: {listed(carried, 60)}"))
    if said.complete_to > received.now:
        found.append(Broken("complete_to", "must not be in the future: what hasn't happened yet can't be complete"))
    return found


def feed_record(said: CompleteTo, source: str, received: Received, known: Organisations, partitions: int) -> Outgoing:
    """The control record: sent behind all that was accepted before it."""
    carried = known.feeds[received.grant.agency, source, said.area]
    record = FeedCompleteTo(
        area=said.area,
        agency=received.grant.agency,
        source=source,
        types=said.types or tuple(sorted(carried)),
        complete_to=said.complete_to,
    )
    partition = partition_of(said.area, partitions)
    key = record_key(record, partition).encode()
    ce = headers(
        id=f"{record.agency}:{source}:{said.area}:{said.complete_to.isoformat()}",
        type="heed.case.feed_complete_to",
        source=f"/agencies/{record.agency}/feeds/{source}",
        time_ms=received.now_ms,
        dataschema=dataschema(TOPIC),
        trace=received.trace,
    )
    return Outgoing(TOPIC, partition, key, encode(record), ce, received.now_ms, barrier=True)


def accept_complete_to(
    said: CompleteTo, types: frozenset[str], source: str, record: Outgoing, received: Received
) -> Callable[[sqlite3.Connection], FeedOutcome]:
    """Work for the writer: forward only, each type on its own."""
    feed = (received.grant.agency, source, said.area)
    instant = round(said.complete_to.timestamp() * 1_000_000)

    def work(db: sqlite3.Connection) -> FeedOutcome:
        known = _known(db, feed, types)
        behind = tuple(sorted(type for type, until in known.items() if until > instant))
        if behind:
            return FeedOutcome("conflict", behind=behind)
        if len(known) == len(types) and set(known.values()) == {instant}:
            return FeedOutcome("repeated", waits=_waits(db, record.key))
        rows = [(*feed, type, instant) for type in types]
        db.executemany(
            "INSERT OR REPLACE INTO feeds (agency, source, area, type, complete_to) VALUES (?,?,?,?,?)", rows
        )
        return FeedOutcome("accepted", add(db, record, received.now_ms))

    return work


def _waits(db: sqlite3.Connection, key: bytes) -> bool:
    """Whether an earlier word of the feed is still in the outbox, or lies aside."""
    places = ("outbox", "aside")
    found = (db.execute(f"SELECT 1 FROM {one} WHERE barrier AND key = ? LIMIT 1", (key,)).fetchone() for one in places)  # noqa: S608
    return any(found)


def _known(db: sqlite3.Connection, feed: tuple[str, str, str], types: frozenset[str]) -> dict[str, int]:
    sql = "SELECT type, complete_to FROM feeds WHERE agency = ? AND source = ? AND area = ?"
    return {type: until for type, until in db.execute(sql, feed) if type in types}
