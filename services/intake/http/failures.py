"""What goes wrong, as an answer; and nothing of what was sent, in a log."""

import sqlite3
import traceback
from collections.abc import Awaitable, Callable

import structlog
from starlette.requests import Request
from starlette.responses import Response

from services.intake.door import Door
from services.intake.http.answers import problem_answer
from services.intake.key_file import Scope
from services.intake.received import Received
from services.intake.refusal import RefusedError, one

FULL = frozenset({sqlite3.SQLITE_FULL})
Route = Callable[[Request, Received], Awaitable[Response]]


async def answered(door: Door, kind: str, scope: Scope, request: Request, route: Route) -> Response:
    """The route's answer, or the problem that it ended in."""
    try:
        received = door.received(request, scope)
        answer = await route(request, received)
        if received.grant.sandbox:
            answer.headers["Heed-Sandbox"] = "true"
        return answer
    except RefusedError as error:
        door.metrics.rejected.labels(kind, error.refusal.reason).inc()
        return problem_answer(error.refusal, error.headers)
    except sqlite3.Error as error:
        return _disk(door, kind, error)


def _disk(door: Door, kind: str, error: sqlite3.Error) -> Response:
    full = getattr(error, "sqlite_errorcode", None) in FULL
    reason = "disk_full" if full else "disk_failed"
    door.metrics.rejected.labels(kind, reason).inc()
    structlog.get_logger("intake").error(
        "the outbox can't be written", error=getattr(error, "sqlite_errorname", "unknown")
    )
    refusal = one(507 if full else 503, reason, "send again later: nothing of this request was kept")
    return problem_answer(refusal, {"Retry-After": str(door.limits.retry_after_s)})


def where(error: BaseException | None) -> str:
    """The places in the code that an error went through, without its words: those may quote what was sent."""
    return "".join(traceback.format_tb(error.__traceback__)[-4:]) if error else ""
