"""The page that checks a proof. What is typed is not kept."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from services.intake.pages.browser import form_of
from services.intake.pages.people import People, guarded
from services.intake.pages.showing import in_words
from services.intake.receipts.proof import verify


def add_proof(app: FastAPI, people: People) -> None:
    """Add it."""

    @app.get("/receipt/verify", include_in_schema=False)
    async def ask() -> Response:
        return people.site.page("verify.html", audience="staff", back="/", typed="", verdict=None, date="")

    @app.post("/receipt/verify", include_in_schema=False)
    async def check(request: Request) -> Response:
        return await guarded(people, lambda: _check(people, request))


async def _check(people: People, request: Request) -> Response:
    typed = (await form_of(request)).get("proof", "")
    verdict = verify(people.counter.door.keys.secret, typed)
    date = in_words(verdict.date) if verdict.holds else ""
    return people.site.page("verify.html", audience="staff", back="/", typed=typed, verdict=verdict, date=date)
