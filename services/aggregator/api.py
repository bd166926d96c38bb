"""`GET /v1/counts` and `/v1/series`: rolling counts for those inside the partnership."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from schemas.base import encode
from schemas.configuration import Configuration
from services.aggregator.access import organisations
from services.aggregator.answers import CountsAnswer, ProblemDetails, SeriesAnswer
from services.aggregator.days import england_today
from services.aggregator.door import Door
from services.aggregator.query import CountsQuery, Question, SeriesQuery, parameters
from services.aggregator.replies import Readable, counts, points

RESPONSES: dict[int | str, dict[str, Any]] = {
    401: {"model": ProblemDetails, "description": "The internal key is missing or wrong."},
    403: {
        "model": ProblemDetails,
        "description": "A team or agency of fewer than 10 people: its counts are never shown.",
    },
    422: {"model": ProblemDetails, "description": "The query can't be answered; every problem is listed."},
    503: {"model": ProblemDetails, "description": "The counts are being read, or reading took too long; try again."},
}


def build_router(
    view: Readable, configuration: Configuration, internal_key: str, today: Callable[[], int] = england_today
) -> APIRouter:
    """The routes over `view`. `today` gives the ordinal of the day at which a rolling window ends unless it is asked
    otherwise.
    """
    known, router = organisations(configuration), APIRouter(tags=["counts"])
    door = Door(known, internal_key, view.not_ready)

    @router.get("/v1/counts", response_model=CountsAnswer, **_documented(CountsQuery, "Rolling counts of reports"))
    def read_counts(request: Request) -> Response:
        """Counts over 7, 28, 90 or 365 days, or any range, per team, agency or partnership, as of any day.

        Needs the internal key (`Authorization: Bearer …`). Every read is audited. Not for publication.
        """
        return door.answer(request, CountsQuery, lambda query: _json(counts(view, known, query, query.days(today()))))

    @router.get("/v1/series", response_model=SeriesAnswer, **_documented(SeriesQuery, "Rolling counts day by day"))
    def read_series(request: Request) -> Response:
        """The rolling count of one code for each day of the window, under the same conditions."""
        return door.answer(request, SeriesQuery, lambda query: _json(points(view, query, query.days(today()))))

    return router


def _documented(query: type[Question], summary: str) -> dict[str, Any]:
    extra = {"parameters": parameters(query), "security": [{"internal key": []}]}
    return {"responses": RESPONSES, "summary": summary, "openapi_extra": extra}


def _json(answer: CountsAnswer | SeriesAnswer) -> Response:
    return Response(encode(answer), media_type="application/json")
