"""`POST /v1/case-events` with one event."""

import asyncio
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from services.intake.cloudevents import VERSION, binary
from services.intake.door import Door
from services.intake.events import NewEvent
from services.intake.http.answers import json_answer
from services.intake.http.body import read_body
from services.intake.outbox.accept import Outcome, accept_events
from services.intake.received import Received
from services.intake.refusal import Refusal, RefusedError, one

KIND = "case_event"
CHECKED = Outcome("checked", None)
"""With a sandbox key: valid, and not kept."""


async def post_event(door: Door, request: Request, received: Received) -> Response:
    """`201` in Kafka, `202` on this disk, `200` again what was accepted before."""
    body = await read_body(request, door.limits.record_bytes)
    if VERSION in request.headers and (refusal := binary(request.headers, body)):
        raise RefusedError(refusal)
    event = door.events.read(body, received)
    if isinstance(event, Refusal):
        raise RefusedError(event)
    return await post_one(door, event, received)


async def post_one(door: Door, event: NewEvent, received: Received) -> Response:
    """The answer for an event that is valid."""
    door.quotas.records(received.grant, 1)
    if received.grant.sandbox:
        return json_answer(200, _content(event, CHECKED, False))
    door.check_room()
    acknowledged: list[asyncio.Future[None]] = []

    def settled(outcomes: list[Outcome]) -> None:
        acknowledged.append(enter(door, outcomes))

    [outcome] = await door.writer.do(accept_events([event], received.now_ms), settled)
    if outcome.verdict == "conflict":
        raise RefusedError(conflict(event))
    in_kafka = await landed(acknowledged[0], door.limits.wait_s) and not waits_from_before([outcome])
    return json_answer(_status(outcome, in_kafka), _content(event, outcome, in_kafka))


def enter(door: Door, outcomes: list[Outcome]) -> "asyncio.Future[None]":
    """Count what is on the disk now; a future that is done when Kafka has it."""
    new = [outcome.seq for outcome in outcomes if outcome.verdict == "accepted" and outcome.seq is not None]
    repeated = sum(outcome.verdict == "repeated" for outcome in outcomes)
    future = door.acknowledgements.watch(new)
    door.entered(KIND, len(new), len(new), repeated)
    return future


async def landed(acknowledged: "asyncio.Future[None]", wait_s: float) -> bool:
    """Whether Kafka acknowledges within the wait."""
    done, _ = await asyncio.wait([acknowledged], timeout=wait_s)
    return bool(done)


def waits_from_before(outcomes: Sequence[Outcome]) -> bool:
    """Whether something repeats what an earlier request left in the outbox."""
    ours = {None, *(outcome.seq for outcome in outcomes if outcome.verdict == "accepted")}
    return any(outcome.seq not in ours for outcome in outcomes if outcome.verdict == "repeated")


def conflict(event: NewEvent) -> Refusal:
    """The same revision was accepted with other content."""
    allowed = f"the content that was accepted as revision {event.revision}, or a higher revision to amend it"
    return one(409, "conflict", allowed, "/revision")


def _status(outcome: Outcome, in_kafka: bool) -> int:
    if not in_kafka:
        return 202
    return 201 if outcome.verdict == "accepted" else 200


def _content(event: NewEvent, outcome: Outcome, in_kafka: bool) -> dict[str, object]:
    return {
        "status": outcome.verdict,
        "event_id": event.event_id,
        "revision": event.revision,
        "acknowledged": in_kafka,
    }
