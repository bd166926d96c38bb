"""The addresses of the forms."""

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from services.intake.days import england_day
from services.intake.pages.browser import form_of
from services.intake.pages.draft import Draft, TooLongError, new_draft
from services.intake.pages.form import too_long
from services.intake.pages.people import People, guarded
from services.intake.pages.showing import rows
from services.intake.pages.words import AUDIENCES, Audience, words_for
from services.intake.receipts.code import grouped
from services.intake.receipts.proof import proof_of
from services.pages.site import see


def add_forms(app: FastAPI, people: People) -> None:
    """Add the first page, and each audience's form."""

    @app.get("/", include_in_schema=False)
    async def first() -> Response:
        return people.site.page("first.html", forms={each: words_for(each).name for each in AUDIENCES})

    @app.get("/report/{audience}", include_in_schema=False)
    async def begin(audience: str) -> Response:
        draft = new_draft(people.now_ms, _known(audience))
        return people.browser.keep(see(f"/report/{audience}/now"), draft, people.now_ms)

    @app.get("/report/{audience}/{step}", include_in_schema=False)
    async def show(request: Request, audience: str, step: str) -> Response:
        return _show(people, request, _known(audience), step)

    @app.post("/report/{audience}/send", include_in_schema=False)
    async def send(request: Request, audience: str) -> Response:
        known = _known(audience)
        return await guarded(people, lambda: _send(people, request, known))

    @app.post("/report/{audience}/{step}", include_in_schema=False)
    async def answer(request: Request, audience: str, step: str) -> Response:
        known = _known(audience)
        return await guarded(people, lambda: _answer(people, request, known, step))


def _known(audience: str) -> Audience:
    """One of ours. Raises `HTTPException` (404)."""
    for each in AUDIENCES:
        if each == audience:
            return each
    raise HTTPException(404)


def _show(people: People, request: Request, audience: Audience, step: str) -> Response:
    draft = people.draft(request, audience)
    if draft is None:
        return see("/lost") if step != "now" else see(f"/report/{audience}")
    allowed = people.form.where(draft, step)
    if allowed != step:
        return see(f"/report/{audience}/{allowed}")
    return people.form.page(draft, step, changing="change" in request.query_params)


async def _answer(people: People, request: Request, audience: Audience, step: str) -> Response:
    draft = people.draft(request, audience)
    if draft is None:
        return see("/lost")
    form = await form_of(request, draft)
    if people.form.where(draft, step) != step:
        return see(f"/report/{audience}/{people.form.where(draft, step)}")
    changing = "change" in request.query_params
    after, wrong = people.form.answer(draft, step, form, people.now_ms)
    try:
        if not wrong:
            onward = see(f"/report/{audience}/{people.form.next(after, step, changing=changing)}")
            return people.browser.keep(onward, after, people.now_ms)
    except TooLongError as error:
        wrong = too_long("helped_more" if step == "helped" else step, error)
    return people.form.page(draft, step, changing=changing, form=form, wrong=wrong)


async def _send(people: People, request: Request, audience: Audience) -> Response:
    draft = people.draft(request, audience)
    if draft is None:
        return see("/lost")
    await form_of(request, draft)
    if people.form.where(draft, "check") != "check":
        return see(f"/report/{audience}/{people.form.where(draft, 'check')}")
    answers = people.form.places.chosen(audience, draft.answers)
    people.flood.check()
    code = await people.counter.send(draft.model_copy(update={"answers": answers}))
    page = people.site.page(
        "sent.html",
        audience=audience,
        code=grouped(code),
        amends=draft.receipt is not None,
        area=people.form.places.area(answers),
        route=answers.get("route", ""),
        proof=_proof(people, draft, answers) if audience == "staff" else "",
    )
    return people.browser.forget(page)


def _proof(people: People, draft: Draft, answers: dict[str, str]) -> str:
    """Never offered to families and children: it is something to be found with."""
    listed = rows("staff", people.form.pages(draft), answers, people.form.places)
    lines = [f"{row['short']}: {row['answer']}" for row in listed]
    return proof_of(people.counter.door.keys.secret, england_day(people.now_ms).isoformat(), lines)
