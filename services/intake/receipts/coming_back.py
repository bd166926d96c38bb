"""The page that takes a code. What it says of a wrong one tells nothing of any other."""

from starlette.requests import Request
from starlette.responses import Response

from services.intake.pages.asked import Wrong
from services.intake.pages.browser import form_of
from services.intake.pages.draft import new_draft
from services.intake.receipts.back import STATUS, Back
from services.intake.receipts.code import SlipError, name_of, normalised
from services.pages.site import see


async def come_back(back: Back, request: Request) -> Response:
    """On to the receipt; else the page again. Every well-formed code is looked up, whether or not it may be tried."""
    typed = (await form_of(request)).get("code", "")
    try:
        code = normalised(typed)
    except SlipError as error:
        wrong = (Wrong("code", f"Code: {error}"),)
        return back.page("receipt.html", status=422, wrong=wrong, typed=typed)
    counter = back.people.counter
    name = name_of(counter.receipts.code_key, code)
    receipt = await counter.find(name)
    if not back.attempts.may_try(code):
        return _refused(back, typed, too_many=True)
    if receipt is None:
        return _refused(back, typed, too_many=not back.attempts.wrong(code))
    draft = new_draft(back.people.now_ms, receipt.audience).model_copy(update={"receipt": name})
    return back.people.browser.keep(see(STATUS), draft, back.people.now_ms)


def _refused(back: Back, typed: str, *, too_many: bool) -> Response:
    told = "there were too many wrong codes. Try again in 10 minutes" if too_many else "we do not know this code"
    return back.page(
        "receipt.html", status=429 if too_many else 422, wrong=(Wrong("code", f"Code: {told}"),), typed=typed
    )
