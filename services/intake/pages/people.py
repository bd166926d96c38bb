"""What every page for people is made with, and what becomes of one that fails."""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from starlette.requests import Request
from starlette.responses import Response

from services.intake.http.failures import FULL
from services.intake.pages.browser import Browser
from services.intake.pages.draft import Draft
from services.intake.pages.flood import Flood
from services.intake.pages.form import Form
from services.intake.receipts.counter import Counter
from services.intake.refusal import RefusedError
from services.pages.site import Site


@dataclass(frozen=True, slots=True)
class People:
    """All that the pages need."""

    site: Site
    form: Form
    browser: Browser
    counter: Counter
    flood: Flood

    @property
    def now_ms(self) -> int:
        return self.counter.door.now_ms()

    def draft(self, request: Request, audience: str) -> Draft | None:
        """The draft of that form, if there is one."""
        found = self.browser.draft(request, self.now_ms)
        return found if found is not None and found.audience == audience else None


Handler = Callable[[], Awaitable[Response]]


async def guarded(people: People, handle: Handler) -> Response:
    """The answer, or the page that says what went wrong. What was typed stays in the browser."""
    try:
        return await handle()
    except RefusedError as error:
        people.counter.door.metrics.rejected.labels("form", error.refusal.reason).inc()
        return people.site.page("failed.html", error.refusal.status, reason=error.refusal.reason, audience="family")
    except sqlite3.Error as error:
        full = getattr(error, "sqlite_errorcode", None) in FULL
        reason = "disk_full" if full else "disk_failed"
        people.counter.door.metrics.rejected.labels("form", reason).inc()
        name = getattr(error, "sqlite_errorname", "unknown")
        structlog.get_logger("intake").error("the outbox can't be written", error=name)
        return people.site.page("failed.html", 507 if full else 503, reason=reason, audience="family")
