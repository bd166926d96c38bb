"""`POST /v1/case-events` with many events, one a line (NDJSON): each line has its own result."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from services.intake.door import Door
from services.intake.events import NewEvent
from services.intake.http.answers import error_of, json_answer, problem_answer
from services.intake.http.body import read_body
from services.intake.http.post_event import CHECKED, KIND, conflict, enter, landed, waits_from_before
from services.intake.outbox.accept import Outcome, accept_events
from services.intake.received import Received
from services.intake.refusal import Refusal, RefusedError, one

BREATH = 100
"""Lines between two turns of the event loop, so that other requests aren't held up."""

Read = NewEvent | Refusal


async def post_lines(door: Door, request: Request, received: Received) -> Response:
    """`201` all that was accepted is in Kafka, `202` on this disk, `200` nothing new, `422` every line refused."""
    body = await read_body(request, door.limits.lines_bytes)
    return await post_many(door, received, [each async for each in _read(door, _lines(body, door), received)])


async def post_many(door: Door, received: Received, read: Sequence[tuple[int, Read]]) -> Response:
    """What is valid is written, all in one transaction; each has a result under its number."""
    events = [event for _, event in read if isinstance(event, NewEvent)]
    door.quotas.records(received.grant, len(events))
    outcomes, in_kafka = await _kept(door, events, received)
    results = list(_results(read, outcomes))
    _count(door, results)
    return _answer(results, in_kafka)


def _lines(body: bytes, door: Door) -> list[tuple[int, bytes]]:
    lines = [(number, line) for number, line in enumerate(body.split(b"\n"), 1) if line.strip()]
    check_number(len(lines), door, "line")
    return lines


def check_number(number: int, door: Door, what: str) -> None:
    """Raises `RefusedError` for none, or for more than are taken at once."""
    if not number:
        raise RefusedError(one(400, "empty", f"at least one {what}"))
    if number > door.limits.lines:
        raise RefusedError(one(413, f"too_many_{what}s", f"at most {door.limits.lines:,} {what}s"))


async def _read(door: Door, lines: Sequence[tuple[int, bytes]], received: Received) -> Any:
    for index, (number, line) in enumerate(lines):
        if len(line) > door.limits.record_bytes:
            yield number, one(413, "too_large", f"a line of at most {door.limits.record_bytes:,} bytes")
        else:
            yield number, door.events.read(line, received)
        if index % BREATH == BREATH - 1:
            await asyncio.sleep(0)


async def _kept(door: Door, events: list[NewEvent], received: Received) -> tuple[list[Outcome], bool]:
    if received.grant.sandbox:
        return [CHECKED] * len(events), False
    door.check_room(len(events))
    return await _write(door, events, received)


async def _write(door: Door, events: list[NewEvent], received: Received) -> tuple[list[Outcome], bool]:
    """All in one transaction, so a disk that is full takes none of them."""
    acknowledged: list[asyncio.Future[None]] = []

    def settled(outcomes: list[Outcome]) -> None:
        acknowledged.append(enter(door, outcomes))

    outcomes = await door.writer.do(accept_events(events, received.now_ms), settled)
    in_kafka = await landed(acknowledged[0], door.limits.wait_s)
    return outcomes, in_kafka and not waits_from_before(outcomes)


def _results(read: Sequence[tuple[int, Read]], outcomes: Sequence[Outcome]) -> Iterator[dict[str, Any]]:
    written = iter(outcomes)
    for number, each in read:
        if isinstance(each, Refusal):
            yield _refused(number, each)
        elif (outcome := next(written)).verdict == "conflict":
            yield {**_refused(number, conflict(each)), "event_id": each.event_id, "revision": each.revision}
        else:
            yield {"line": number, "status": outcome.verdict, "event_id": each.event_id, "revision": each.revision}


def _refused(number: int, refusal: Refusal) -> dict[str, Any]:
    errors = [error_of(problem) for problem in refusal.errors]
    return {"line": number, "status": "rejected", "reason": refusal.reason, "errors": errors}


def _count(door: Door, results: Sequence[dict[str, Any]]) -> None:
    for reason, number in Counter(result["reason"] for result in results if "reason" in result).items():
        door.metrics.rejected.labels(KIND, reason).inc(number)


def _answer(results: list[dict[str, Any]], in_kafka: bool) -> Response:
    counts = Counter(result["status"] for result in results)
    summary: dict[str, Any] = {name: counts[name] for name in ("accepted", "repeated", "rejected")}
    if counts["checked"]:
        summary["checked"] = counts["checked"]
        return json_answer(200, {**summary, "acknowledged": False, "results": results})
    if counts["rejected"] == len(results):
        return problem_answer(Refusal(422, "every_line_refused", ()), **summary, results=results)
    status = 202 if not in_kafka else 201 if counts["accepted"] else 200
    return json_answer(status, {**summary, "acknowledged": in_kafka, "results": results})
