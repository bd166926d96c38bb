"""`POST /v1/feeds/{source}/complete-to`."""

import asyncio

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response

from services.intake.door import Door
from services.intake.feeds import (
    COMPLETE_TO,
    CompleteTo,
    FeedOutcome,
    accept_complete_to,
    feed_record,
    not_granted,
    unfit,
)
from services.intake.guard import UnreadableError, check
from services.intake.http.answers import json_answer
from services.intake.http.body import read_body, require_json
from services.intake.http.post_event import landed
from services.intake.received import Received
from services.intake.refusal import Refusal, RefusedError, broken, invalid, one, unreadable

KIND = "feed_complete_to"


async def post_complete(door: Door, request: Request, received: Received, source: str) -> Response:
    """`201` in Kafka, `202` on this disk, `200` again what was said before, `409` less than was said before."""
    require_json(request)
    said = _read(await read_body(request, door.limits.record_bytes))
    known = door.organisations
    refusal = broken(not_granted(said, source, received, known), 403, "forbidden")
    refusal = refusal or broken(unfit(said, source, received, known))
    if refusal is not None:
        raise RefusedError(refusal)
    if received.grant.sandbox:
        return json_answer(200, {"status": "checked", "source": source, "acknowledged": False})
    return await _write(door, said, source, received)


def _read(body: bytes) -> CompleteTo:
    try:
        check(body)
        return COMPLETE_TO.validate_json(body)
    except UnreadableError as error:
        raise RefusedError(unreadable(error)) from None
    except ValidationError as error:
        raise RefusedError(invalid(error)) from None


async def _write(door: Door, said: CompleteTo, source: str, received: Received) -> Response:
    door.check_room()
    types = frozenset(said.types or door.organisations.feeds[received.grant.agency, source, said.area])
    record = feed_record(said, source, received, door.organisations, door.partitions)
    acknowledged: list[asyncio.Future[None]] = []

    def settled(outcome: FeedOutcome) -> None:
        acknowledged.append(_entered(door, outcome))

    outcome = await door.writer.do(accept_complete_to(said, types, source, record, received), settled)
    if outcome.behind:
        raise RefusedError(_behind(outcome))
    in_kafka = await landed(acknowledged[0], door.limits.wait_s) and not outcome.waits
    status = 202 if not in_kafka else 201 if outcome.verdict == "accepted" else 200
    return json_answer(status, {"status": outcome.verdict, "source": source, "acknowledged": in_kafka})


def _entered(door: Door, outcome: FeedOutcome) -> "asyncio.Future[None]":
    rows = [] if outcome.seq is None else [outcome.seq]
    future = door.acknowledgements.watch(rows)
    door.entered(KIND, len(rows), len(rows), int(outcome.verdict == "repeated"))
    return future


def _behind(outcome: FeedOutcome) -> Refusal:
    types = ", ".join(outcome.behind)
    return one(409, "went_back", f"not before what the feed said already, for {types}", "/complete_to")
