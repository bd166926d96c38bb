"""`/v1/readings`: what people wrote, for those who are trained to read it; never for who sends events.

Intake answers whoever holds a key with the scope `readings`; what came by the independent route needs
`independent-readings` beside it. Who of them looked at what is for the reader's own service to write down.
"""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import FastAPI
from pydantic import Field, TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import Response

from schemas.base import Contract
from services.intake.guard import UnreadableError, check
from services.intake.http import readings_documentation as docs
from services.intake.http.answers import json_answer
from services.intake.http.body import read_body, require_json
from services.intake.http.failures import answered
from services.intake.narratives.readings import Reading
from services.intake.receipts.counter import Counter
from services.intake.received import Received
from services.intake.refusal import RefusedError, invalid, one, unreadable

KIND = "reading"
PRIVATE = {"Cache-Control": "no-store"}


class Said(Contract):
    """What a reader decides, and asks. `needs_protection`: they have opened the protection record."""

    outcome: Literal["read", "needs_protection"] | None = None
    question: Annotated[str, Field(min_length=1, max_length=2_000)] | None = None


SAID: TypeAdapter[Said] = TypeAdapter(Said)


def add_readings(app: FastAPI, counter: Counter) -> None:
    """Add the three routes."""
    door = counter.door

    @app.get("/v1/readings", responses=docs.WAITING_ANSWERS, tags=["protection read"])
    async def waiting(request: Request) -> Response:
        """List what waits for a reader of the key's areas, the most urgent first. No words."""
        return await answered(door, KIND, "readings", request, lambda _, received: _waiting(counter, received))

    @app.get("/v1/readings/{id}", responses=docs.READ_ANSWERS, tags=["protection read"])
    async def read(request: Request, id: str) -> Response:
        """The words as they were written, and who the child is where the reporter said so."""
        return await answered(door, KIND, "readings", request, lambda _, received: _read(counter, received, id))

    @app.post("/v1/readings/{id}", openapi_extra=docs.SAID, responses=docs.SAY_ANSWERS, tags=["protection read"])
    async def say(request: Request, id: str) -> Response:
        """Say what was decided, or ask the reporter through their receipt."""
        return await answered(door, KIND, "readings", request, lambda sent, received: _say(counter, sent, received, id))


async def _waiting(counter: Counter, received: Received) -> Response:
    found = await counter.waiting()
    mine = sorted(((id, each) for id, each in found if _may(received, each)), key=lambda pair: pair[1].due_ms)
    return json_answer(200, {"waiting": [_listed(id, each) for id, each in mine]})


async def _read(counter: Counter, received: Received, id: str) -> Response:
    found = await _found(counter, received, id)
    words = {**_listed(id, found), "parts": found.parts, "child": found.child}
    answer = json_answer(200, words)
    answer.headers.update(PRIVATE)
    return answer


async def _say(counter: Counter, request: Request, received: Received, id: str) -> Response:
    require_json(request)
    body = await read_body(request, counter.door.limits.record_bytes)
    try:
        check(body)
        said = SAID.validate_json(body)
    except UnreadableError as error:
        raise RefusedError(unreadable(error)) from None
    except ValidationError as error:
        raise RefusedError(invalid(error)) from None
    found = await _found(counter, received, id)
    asked = said.question is not None and await counter.ask(found.receipt, said.question)
    if said.outcome is not None:
        await counter.decided(id, found.receipt, "passed_on" if said.outcome == "needs_protection" else "read")
    return json_answer(200, {"id": id, "asked": asked, "outcome": said.outcome})


async def _found(counter: Counter, received: Received, id: str) -> Reading:
    """Raises `RefusedError` (404): there is none, or not for this key; which of both isn't told."""
    found = await counter.reading(id)
    if found is None or not _may(received, found):
        raise RefusedError(one(404, "not_found", "the id of a reading that waits in an area of this key"))
    return found


def _may(received: Received, reading: Reading) -> bool:
    independent = reading.route == "independent_route"
    return reading.area in received.grant.areas and (not independent or "independent-readings" in received.grant.scopes)


def _listed(id: str, reading: Reading) -> dict[str, Any]:
    due = datetime.fromtimestamp(reading.due_ms / 1000, UTC).isoformat(timespec="seconds")
    names = ("area", "audience", "route", "urgent")
    return {"id": id, "due": due, **{name: getattr(reading, name) for name in names}}
