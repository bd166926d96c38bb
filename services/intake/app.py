"""The HTTP application."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from services.intake.assembly import Intake
from services.intake.http.answers import NOTICE, TITLES, problem_answer
from services.intake.http.openapi import add_documentation
from services.intake.http.readings import add_readings
from services.intake.http.request_log import RequestLog
from services.intake.http.routes import add_routes
from services.intake.pages.assembly import add_people
from services.intake.refusal import Refusal
from services.pages.site import Site
from services.streaming.ops import add_ops
from services.streaming.web import web_app

DESCRIPTION = (
    "The door of Heed: agencies send case events, incident reports, and how far their feeds are complete. "
    "Every 2xx is on disk and will be in Kafka. " + NOTICE
)


def build_app(intake: Intake) -> FastAPI:
    """The application over a running intake: for agencies, and for people."""
    app = web_app("Heed intake", DESCRIPTION)
    add_routes(app, intake.door)
    add_readings(app, intake.counter)
    site = add_people(app, intake.configuration, intake.counter)
    add_ops(app, intake.not_ready)
    add_documentation(app)
    app.add_exception_handler(HTTPException, _no_route(site))
    app.add_middleware(RequestLog)
    return app


def _no_route(site: Site) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answer(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if "text/html" in request.headers.get("accept", ""):
            return site.page("failed.html", status, reason="no_page", audience="family")
        headers = getattr(error, "headers", None)
        return problem_answer(Refusal(status, TITLES.get(status, "refused").lower().replace(" ", "_"), ()), headers)

    return answer
