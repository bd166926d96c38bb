"""The routes of the API, each a raw-body handler with its documentation."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from services.intake.cloudevents import BATCH, STRUCTURED
from services.intake.door import Door
from services.intake.http import documentation as docs
from services.intake.http.body import JSON, NDJSON, media_type
from services.intake.http.failures import answered
from services.intake.http.post_cloudevents import post_batch, post_structured
from services.intake.http.post_complete import KIND as FEED
from services.intake.http.post_complete import post_complete
from services.intake.http.post_event import KIND as CASE
from services.intake.http.post_event import post_event
from services.intake.http.post_lines import post_lines
from services.intake.http.post_report import KIND as REPORT
from services.intake.http.post_report import post_report
from services.intake.received import Received
from services.intake.refusal import RefusedError, one

CASE_TYPES = ("application/json", "application/x-ndjson", STRUCTURED, BATCH)


def add_routes(app: FastAPI, door: Door) -> None:
    """Add the three routes that agencies call."""

    @app.post("/v1/case-events", openapi_extra=docs.CASE_EVENTS, responses=docs.CASE_ANSWERS, tags=["protection"])
    async def case_events(request: Request) -> Response:
        """Send one case event (JSON), or up to 10,000 (NDJSON, one a line); as CloudEvents too, in all three modes."""
        return await answered(
            door, CASE, "case-events", request, lambda req, received: _case_events(door, req, received)
        )

    @app.post("/v1/incident-reports", openapi_extra=docs.REPORTS, responses=docs.REPORT_ANSWERS, tags=["learning"])
    async def incident_reports(request: Request) -> Response:
        """Send an incident report, amend it, or withdraw it."""
        return await answered(
            door, REPORT, "incident-reports", request, lambda req, received: post_report(door, req, received)
        )

    @app.post(
        "/v1/feeds/{source}/complete-to",
        openapi_extra=docs.COMPLETE,
        responses=docs.COMPLETE_ANSWERS,
        tags=["protection"],
    )
    async def complete_to(request: Request, source: str) -> Response:
        """Say how far a feed is complete: only then can something be missing."""
        return await answered(
            door, FEED, "feeds", request, lambda req, received: post_complete(door, req, received, source)
        )


async def _case_events(door: Door, request: Request, received: Received) -> Response:
    kind = media_type(request)
    if kind in NDJSON:
        return await post_lines(door, request, received)
    if kind in JSON:
        return await post_event(door, request, received)
    if kind == STRUCTURED:
        return await post_structured(door, request, received)
    if kind == BATCH:
        return await post_batch(door, request, received)
    raise RefusedError(one(415, "media_type", f"Content-Type: {', '.join(CASE_TYPES)}"))
