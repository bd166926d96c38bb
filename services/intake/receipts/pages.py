"""The way back: see how far a report is, answer a question, add to it, change it, withdraw it."""

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

from services.intake.pages.asked import TEXT_MOST, Wrong
from services.intake.pages.browser import form_of
from services.intake.pages.draft import new_draft
from services.intake.pages.people import People, guarded
from services.intake.pages.showing import in_words
from services.intake.receipts.attempts import Attempts
from services.intake.receipts.back import STATUS, Back
from services.intake.receipts.coming_back import come_back
from services.pages.site import see


def add_receipts(app: FastAPI, people: People) -> None:
    """Add the pages."""
    back = Back(people, Attempts())

    @app.get("/receipt", include_in_schema=False)
    async def ask() -> Response:
        return back.page("receipt.html", typed="")

    @app.post("/receipt", include_in_schema=False)
    async def enter(request: Request) -> Response:
        return await guarded(people, lambda: come_back(back, request))

    @app.get(STATUS, include_in_schema=False)
    async def status(request: Request) -> Response:
        return await guarded(people, lambda: _status(back, request))

    @app.post("/receipt/message", include_in_schema=False)
    async def message(request: Request) -> Response:
        return await guarded(people, lambda: _message(back, request))

    @app.post("/receipt/change", include_in_schema=False)
    async def change(request: Request) -> Response:
        return await guarded(people, lambda: _change(back, request))

    @app.get("/receipt/withdraw", include_in_schema=False)
    async def sure(request: Request) -> Response:
        return await guarded(people, lambda: _sure(back, request))

    @app.post("/receipt/withdraw", include_in_schema=False)
    async def withdraw(request: Request) -> Response:
        return await guarded(people, lambda: _withdraw(back, request))


async def _status(back: Back, request: Request, wrong: tuple[Wrong, ...] = (), typed: str = "") -> Response:
    held = await back.held(request)
    if held is None:
        return see("/receipt")
    draft, _, receipt = held
    area = next((each for each in back.people.form.places.front_doors() if each.code == receipt.area), None)
    return back.page(
        "status.html",
        status=422 if wrong else 200,
        wrong=wrong,
        typed=typed,
        audience=receipt.audience,
        receipt=receipt,
        said=[(each, in_words(each.day)) for each in receipt.said],
        token=draft.token,
        area=area,
        sent_now="sent" in request.query_params,
    )


async def _message(back: Back, request: Request) -> Response:
    held = await back.held(request)
    if held is None:
        return see("/receipt")
    draft, name, _ = held
    text = (await form_of(request, draft)).get("message", "").replace("\r\n", "\n").replace("\0", "").strip()
    over = len(text) - TEXT_MOST["message"]
    if not text or over > 0:
        told = f"at most {TEXT_MOST['message']:,} characters. Take out {over:,}" if text else "write a message first"
        return await _status(back, request, (Wrong("message", f"Message: {told}"),), text)
    back.people.flood.check()
    return see(f"{STATUS}?sent" if await back.people.counter.message(name, text) else STATUS)


async def _change(back: Back, request: Request) -> Response:
    held = await back.held(request)
    if held is None:
        return see("/receipt")
    draft, name, receipt = held
    await form_of(request, draft)
    if receipt.state == "withdrawn":
        return see(STATUS)
    answers = {**receipt.answers, "amends": receipt.route, "reported": receipt.reported_on}
    begun = new_draft(back.people.now_ms, receipt.audience).model_copy(update={"receipt": name, "answers": answers})
    return back.people.browser.keep(see(f"/report/{receipt.audience}/check"), begun, back.people.now_ms)


async def _sure(back: Back, request: Request) -> Response:
    held = await back.held(request)
    if held is None or held[2].state == "withdrawn":
        return see(STATUS)
    days = back.people.counter.door.limits.link_days
    return back.page("withdraw.html", back=STATUS, audience=held[2].audience, token=held[0].token, days=days)


async def _withdraw(back: Back, request: Request) -> Response:
    held = await back.held(request)
    if held is None:
        return see("/receipt")
    await form_of(request, held[0])
    await back.people.counter.withdraw(held[1])
    return see(STATUS)
