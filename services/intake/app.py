"""The HTTP application."""

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from services.intake.assembly import Intake
from services.intake.http.answers import NOTICE, TITLES, problem_answer
from services.intake.http.openapi import add_documentation
from services.intake.http.request_log import RequestLog
from services.intake.http.routes import add_routes
from services.intake.refusal import Refusal
from services.streaming.ops import add_ops
from services.streaming.web import web_app

DESCRIPTION = (
    "The door of Heed: agencies send case events, incident reports, and how far their feeds are complete. "
    "Every 2xx is on disk and will be in Kafka. " + NOTICE
)


def build_app(intake: Intake) -> FastAPI:
    """The application over a running intake."""
    app = web_app("Heed intake", DESCRIPTION)
    add_routes(app, intake.door)
    add_ops(app, intake.not_ready)
    add_documentation(app)
    app.add_exception_handler(HTTPException, _no_route)
    app.add_middleware(RequestLog)
    return app


async def _no_route(_: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = getattr(error, "headers", None)
    return problem_answer(Refusal(status, TITLES.get(status, "refused").lower().replace(" ", "_"), ()), headers)
