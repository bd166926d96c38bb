"""A case event: from the bytes that were sent to the record for `cases`, or to why not. Pure."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from pydantic import ValidationError

from schemas.base import encode
from schemas.cases import CaseEvent
from schemas.crossfield import Broken
from services.intake.api_events import SENT_EVENT, Sent, on_topic
from services.intake.area_keys import AreaKey
from services.intake.clear_ids import told_beside
from services.intake.guard import UnreadableError, check
from services.intake.organisations import Organisations
from services.intake.outbox.rows import Outgoing
from services.intake.received import Received
from services.intake.refusal import Refusal, broken, invalid, unreadable
from services.streaming.cloudevents import dataschema, headers
from services.streaming.partitions import partition_of
from services.streaming.records import Headers

TOPIC: Final = "cases"
HISTORY: Final = ("history", b"1")
area_partition = lru_cache(maxsize=1_024)(partition_of)


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event that may be accepted. `identity` and `content` are hashes; the record goes to the outbox."""

    event_id: str
    revision: int
    identity: bytes
    content: bytes
    record: Outgoing


@dataclass(frozen=True, slots=True)
class EventReader:
    """What the reading of an event depends on."""

    organisations: Organisations
    area_keys: Mapping[str, AreaKey]
    partitions: int
    ahead: timedelta

    def read(self, body: bytes, received: Received) -> NewEvent | Refusal:
        """The event, or every reason against it."""
        try:
            check(body)
            sent = SENT_EVENT.validate_json(body)
        except UnreadableError as error:
            return unreadable(error)
        except ValidationError as error:
            return invalid(error)
        return (
            broken(_not_granted(sent, received), 403, "forbidden")
            or broken(self._unfit(sent, received))
            or self._new(sent, received)
        )

    def _unfit(self, sent: Sent, received: Received) -> Iterator[Broken]:
        yield from self.organisations.unknown(sent.area, sent.agency, sent.team, sent.responsible_agency)
        yield from _not_yet(sent, received.now + self.ahead)
        if sent.child is not None and sent.area not in self.area_keys:
            yield Broken("child", "send subject_key: the key of this area isn't held here")
        if sent.child is not None:
            yield from told_beside(sent, sent.child.identifier())

    def _new(self, sent: Sent, received: Received) -> NewEvent:
        subject_key = sent.child.pseudonym(self.area_keys[sent.area]) if sent.child else str(sent.subject_key)
        event = on_topic(sent, subject_key)
        value = encode(event)
        record = Outgoing(
            TOPIC,
            area_partition(event.area, self.partitions),
            event.subject_key.encode(),
            value,
            _headers(event, received),
            received.now_ms,
        )
        return NewEvent(event.event_id, event.revision, _identity(event), digest(value), record)


def digest(content: bytes) -> bytes:
    """What content is compared by: BLAKE2b, 16 bytes."""
    return hashlib.blake2b(content, digest_size=16).digest()


def _identity(event: CaseEvent) -> bytes:
    return digest(f"case\0{event.agency}\0{event.event_id}\0{event.revision}".encode())


def _headers(event: CaseEvent, received: Received) -> Headers:
    before, after = _around_id(event.type, event.agency, received)
    return (*before, ("ce_id", f"{event.event_id}:{event.revision}".encode()), *after)


@lru_cache(maxsize=256)
def _around_id(type: str, agency: str, received: Received) -> tuple[Headers, Headers]:
    """What the headers of a request's events of one type share: a file of events has ten thousand of them."""
    common = headers(
        id="",
        type=f"heed.case.{type}",
        source=f"/agencies/{agency}",
        time_ms=received.now_ms,
        dataschema=dataschema(TOPIC),
        trace=received.trace,
    )
    place = next(index for index, (name, _) in enumerate(common) if name == "ce_id")
    return common[:place], common[place + 1 :] + ((HISTORY,) if received.history else ())


def _not_granted(sent: Sent, received: Received) -> Iterator[Broken]:
    if sent.agency != received.grant.agency:
        yield Broken("agency", f"this key writes for {received.grant.agency} only")
    if sent.area not in received.grant.areas:
        yield Broken("area", f"this key writes for {', '.join(sorted(received.grant.areas))} only")


def _not_yet(sent: Sent, latest: datetime) -> Iterator[Broken]:
    """An event lies in the past. A date is sent as some instant of its day, so a day more is allowed there."""
    if sent.recorded_at > latest:
        yield Broken("recorded_at", "must not be in the future")
    if sent.occurred_at > latest + (timedelta(days=1) if sent.occurred_precision == "day" else timedelta()):
        yield Broken("occurred_at", "must not be in the future")
