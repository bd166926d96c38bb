"""Pages that ask nothing."""

from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from services.intake.pages.people import People


def add_plain(app: FastAPI, people: People) -> None:
    """Add them. In the words of the form that the reader is in, if any."""

    @app.get("/lost", include_in_schema=False)
    async def lost(request: Request) -> Response:
        return people.site.page("lost.html", **_from(people, request))

    @app.get("/privacy", include_in_schema=False)
    async def privacy(request: Request) -> Response:
        return people.site.page("privacy.html", **_from(people, request))


def _from(people: People, request: Request) -> dict[str, Any]:
    draft = people.browser.draft(request, people.now_ms)
    return {"audience": draft.audience if draft else "staff", "back": "/"}
