"""What a browser sends and keeps: the form's fields, and one cookie."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import Response

from services.intake.http.body import media_type, read_body
from services.intake.pages.draft import Draft, Seals
from services.intake.refusal import RefusedError, one
from services.pages.site import from_here

COOKIE: Final = "heed"
FORM: Final = "application/x-www-form-urlencoded"
MOST: Final = 200_000
"""Bytes of a page's answer: far above the longest text that is taken, so that one too long can be shown again."""
FIELDS: Final = 40


@dataclass(frozen=True, slots=True)
class Browser:
    """`secure`: the cookie goes over HTTPS only; a demo on this machine has none."""

    seals: Seals
    secure: bool

    def draft(self, request: Request, now_ms: int) -> Draft | None:
        """What the person has answered so far; None where there is nothing, or nothing that is still good."""
        return self.seals.open(request.cookies.get(COOKIE), now_ms)

    def keep(self, answer: Response, draft: Draft, now_ms: int) -> Response:
        """Send it along, until the browser is closed. Raises `TooLongError`."""
        sealed = self.seals.seal(draft, now_ms)
        answer.set_cookie(COOKIE, sealed, path="/", httponly=True, samesite="strict", secure=self.secure)
        return answer

    def forget(self, answer: Response) -> Response:
        """Have it thrown away."""
        answer.delete_cookie(COOKIE, path="/", httponly=True, samesite="strict", secure=self.secure)
        return answer


async def form_of(request: Request, draft: Draft | None = None) -> dict[str, str]:
    """The fields; the last of a name counts. With a draft the form must hold its token.

    Raises `RefusedError`: 400 for what no form of ours sends, 403 for one that another site sent, 413, 415.
    """
    if media_type(request) != FORM:
        raise RefusedError(one(415, "media_type", f"Content-Type: {FORM}"))
    body = await read_body(request, MOST)
    try:
        form = dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS, errors="strict"))
    except ValueError:
        raise RefusedError(one(400, "unreadable", "a form of this site")) from None
    if not from_here(request) or (draft is not None and form.get("token") != draft.token):
        raise RefusedError(one(403, "not_our_form", "a form of this site, opened in this browser"))
    return form
