"""One line a refused request: what, how it ended, how long. Never from where, by what browser, or about whom."""

import time
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.intake.http.answers import problem_answer
from services.intake.http.failures import where
from services.intake.refusal import one

QUIET = frozenset({"/metrics", "/healthz", "/readyz"})
LEAST = 400


class RequestLog:
    """Also the last place where an error stops: behind it, a server would print its words."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._log = structlog.get_logger("intake.request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.monotonic()
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        except Exception as error:
            self._log.error("intake failed", kind=type(error).__name__, where=where(error))
            if status:
                raise ConnectionError("the answer had begun") from None
            await problem_answer(one(500, "failed", "the same request again"))(scope, receive, noting)
        self._line(scope, status, time.monotonic() - started)

    def _line(self, scope: Scope, status: int, seconds: float) -> None:
        """What was taken is counted, what wasn't is logged; by the route's pattern, not the path."""
        route: Any = scope.get("route")
        path = getattr(route, "path", "none")
        if status >= LEAST and path not in QUIET:
            self._log.info("request", method=scope["method"], route=path, status=status, ms=round(seconds * 1000, 1))
