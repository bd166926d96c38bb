"""`POST /v1/case-events` with CloudEvents in structured mode: one, or a batch."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from services.intake.cloudevents import inside, structured
from services.intake.door import Door
from services.intake.events import NewEvent
from services.intake.guard import UnreadableError
from services.intake.guard import read as json_of
from services.intake.http.body import read_body
from services.intake.http.post_event import post_one
from services.intake.http.post_lines import BREATH, check_number, post_many
from services.intake.received import Received
from services.intake.refusal import Refusal, RefusedError, one, unreadable


async def post_structured(door: Door, request: Request, received: Received) -> Response:
    """As one event is answered."""
    value = _value(await read_body(request, door.limits.record_bytes))
    event = _event(door, value, received)
    if isinstance(event, Refusal):
        raise RefusedError(event)
    return await post_one(door, event, received)


async def post_batch(door: Door, request: Request, received: Received) -> Response:
    """As lines are answered: `line` is the place in the batch, from 1."""
    value = _value(await read_body(request, door.limits.lines_bytes))
    if not isinstance(value, list):
        raise RefusedError(one(400, "not_an_array", "a JSON array of CloudEvents"))
    check_number(len(value), door, "event")
    read: list[tuple[int, NewEvent | Refusal]] = []
    for number, each in enumerate(value, 1):
        read.append((number, _event(door, each, received)))
        if number % BREATH == 0:
            await asyncio.sleep(0)
    return await post_many(door, received, read)


def _value(body: bytes) -> Any:
    try:
        return json_of(body)
    except UnreadableError as error:
        raise RefusedError(unreadable(error)) from None


def _event(door: Door, value: Any, received: Received) -> NewEvent | Refusal:
    if not isinstance(value, dict):
        return one(400, "not_an_object", "one JSON object")
    body = structured(value)
    if isinstance(body, Refusal):
        return body
    if len(body) > door.limits.record_bytes:
        return one(413, "too_large", f"an event of at most {door.limits.record_bytes:,} bytes")
    event = door.events.read(body, received)
    return inside(event) if isinstance(event, Refusal) else event
