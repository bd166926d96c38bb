"""Answers: plain JSON, and problem details (RFC 9457) that list every error."""

import json
from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import Response

from schemas.problems import Problem
from services.intake.refusal import Refusal

NOTICE: Final = (
    "This is not a referral and discharges no legal duty. "
    "If a child is at risk of harm now, ring 999 or the local front door."
)

TITLES: Final = {
    400: "The request can't be read",
    401: "The API key isn't known",
    403: "The API key doesn't allow this",
    404: "There is nothing here",
    405: "This method isn't allowed here",
    409: "It contradicts what was accepted before",
    413: "The request is too large",
    415: "The media type isn't taken",
    422: "The content isn't valid",
    429: "The key has sent too much",
    500: "Intake has failed",
    503: "Intake can't promise to keep it now",
    507: "Intake's disk is full",
}


def json_answer(status: int, content: Mapping[str, Any]) -> Response:
    """A JSON answer."""
    return Response(json.dumps(content, separators=(",", ":")), status, media_type="application/json")


def problem_answer(refusal: Refusal, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """Problem details. `more` are further members."""
    content = {
        "type": f"urn:heed:problem:{refusal.reason}",
        "title": TITLES.get(refusal.status, "It isn't taken"),
        "status": refusal.status,
        "errors": [error_of(problem) for problem in refusal.errors],
        **more,
    }
    return Response(json.dumps(content), refusal.status, headers, "application/problem+json")


def error_of(problem: Problem) -> dict[str, str]:
    """One error: the JSON pointer, what was found where that can be told, and what is allowed."""
    found = {} if problem.found is None else {"found": problem.found}
    return {"pointer": problem.pointer, **found, "allowed": problem.message}
