"""Who may ask, what may be asked, and the audit line of it."""

import hmac
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import structlog
from fastapi import Request, Response
from pydantic import ValidationError

from schemas.base import encode
from schemas.problems import Problem, problems
from services.aggregator.access import Organisations, refusal, unknown
from services.aggregator.answers import Fault, ProblemDetails
from services.aggregator.query import Question
from services.streaming.views import ViewTooSlow

Q = TypeVar("Q", bound=Question)

audit = structlog.get_logger("heed.audit")

HEADERS = {
    HTTPStatus.UNAUTHORIZED: {"WWW-Authenticate": "Bearer"},
    HTTPStatus.SERVICE_UNAVAILABLE: {"Retry-After": "2"},
}


class Refused(Exception):
    """A request that isn't answered, with every problem."""

    def __init__(self, status: HTTPStatus, title: str, wrong: list[Problem]) -> None:
        super().__init__(title)
        self.status, self.title, self.wrong = status, title, wrong

    def response(self) -> Response:
        """As problem details (RFC 9457)."""
        errors = [Fault(pointer=one.pointer, found=one.found, message=one.message) for one in self.wrong]
        body = encode(ProblemDetails(title=self.title, status=self.status, errors=errors))
        return Response(body, self.status, HEADERS.get(self.status), media_type="application/problem+json")


class Door:
    """Lets a question in, or says why not."""

    def __init__(self, known: Organisations, key: str, not_ready: Callable[[], list[str]]) -> None:
        self._known, self._key, self._not_ready = known, key.encode(), not_ready

    def answer(self, request: Request, kind: type[Q], make: Callable[[Q], Response]) -> Response:
        """What `make` makes of the question; or the refusal."""
        try:
            return make(self._question(request, kind))
        except Refused as refused:
            return refused.response()
        except ViewTooSlow as error:
            return Refused(HTTPStatus.SERVICE_UNAVAILABLE, str(error), []).response()

    def _question(self, request: Request, kind: type[Q]) -> Q:
        if not self._authorised(request):
            raise Refused(HTTPStatus.UNAUTHORIZED, "The internal key is missing or wrong", [])
        query = _parsed(request, kind)
        if wrong := unknown(query, self._known):
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "The query can't be answered", wrong)
        small = refusal(query, self._known)
        asked = query.model_dump(mode="json", exclude_none=True)
        audit.info("counts asked for", path=request.url.path, refused=small is not None, **asked)
        if small is not None:
            raise Refused(HTTPStatus.FORBIDDEN, "Too few people", [small])
        if waiting := self._not_ready():
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "; ".join(waiting), [])
        return query

    def _authorised(self, request: Request) -> bool:
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), self._key)


def _parsed(request: Request, kind: type[Q]) -> Q:
    try:
        return kind.model_validate_json(json.dumps(dict(request.query_params)))
    except ValidationError as error:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "The query can't be answered", problems(error)) from error
