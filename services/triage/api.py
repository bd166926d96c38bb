"""`GET /v1/alerts`: the alerts as they are now, for officers' systems with the internal key."""

import hmac
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractContextManager, asynccontextmanager
from http import HTTPStatus
from sqlite3 import Connection
from typing import Annotated, Protocol

import structlog
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from schemas.alerts import ALERT_REVISION
from services.streaming.views import View, ViewTooSlow
from services.streaming.web import web_app
from services.triage.query import AlertsAnswer, AlertsQuery, alerts
from services.triage.words import HEADING

audit = structlog.get_logger("heed.audit")


class Readable(Protocol):
    """What the routes need of a view."""

    def read(self) -> AbstractContextManager[Connection]:
        """A connection for one short read."""

    def not_ready(self) -> list[str]:
        """Why it should not be served yet."""


def build_router(view: Readable, internal_key: str) -> APIRouter:
    """The routes over `view` (made from `view_spec()`). Every read needs the key and is audited."""
    router = APIRouter(tags=["alerts"], dependencies=[Depends(_door(internal_key))])

    @router.get(
        "/v1/alerts", response_model=AlertsAnswer, response_model_exclude_none=True, summary="Alerts as they are now"
    )
    def read_alerts(query: Annotated[AlertsQuery, Query()]) -> AlertsAnswer:
        """The last revision of each alert. Each is a prompt to look, not a finding. Personal data."""
        audit.info("alerts asked for", **query.model_dump(exclude_none=True))
        if waiting := view.not_ready():
            raise _later("; ".join(waiting))
        try:
            with view.read() as db:
                values, more = alerts(db, query)
        except ViewTooSlow as error:
            raise _later(str(error)) from error
        return AlertsAnswer(heading=HEADING, alerts=[ALERT_REVISION.validate_json(one) for one in values], next=more)

    return router


def build_app(view: View, internal_key: str) -> FastAPI:
    """Triage's HTTP interface. It starts `view` and stops it."""

    @asynccontextmanager
    async def following(app: FastAPI) -> AsyncIterator[None]:
        await view.start()
        yield
        await view.stop()

    app = web_app("Heed alerts", lifespan=following)
    app.include_router(build_router(view, internal_key))
    return app


def _door(internal_key: str) -> Callable[[HTTPAuthorizationCredentials | None], None]:
    bearer = HTTPBearer(auto_error=False, description="The internal key.")

    def let_in(given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> None:
        if given is None or not hmac.compare_digest(given.credentials.encode(), internal_key.encode()):
            headers = {"WWW-Authenticate": "Bearer"}
            raise HTTPException(HTTPStatus.UNAUTHORIZED, "The internal key is missing or wrong", headers)

    return let_in


def _later(reason: str) -> HTTPException:
    return HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, reason, {"Retry-After": "2"})
