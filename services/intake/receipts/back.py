"""What the pages of receipts share: who has come back, and with which receipt."""

from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from services.intake.pages.asked import Wrong
from services.intake.pages.draft import Draft
from services.intake.pages.people import People
from services.intake.pages.showing import field_errors
from services.intake.receipts.attempts import Attempts
from services.intake.receipts.receipt import Receipt

STATUS: Final = "/receipt/status"


@dataclass(frozen=True, slots=True)
class Back:
    """The pages of receipts, over those of the forms."""

    people: People
    attempts: Attempts

    def page(self, template: str, *, status: int = 200, wrong: tuple[Wrong, ...] = (), **values: Any) -> Response:
        values = {"audience": "staff", "back": "/", "wrong": wrong, "errors": field_errors(wrong), **values}
        return self.people.site.page(template, status, **values)

    async def held(self, request: Request) -> tuple[Draft, str, Receipt] | None:
        """Whoever has come back with a code that leads somewhere: their draft, the receipt's name, the receipt."""
        draft = self.people.browser.draft(request, self.people.now_ms)
        if draft is None or draft.receipt is None:
            return None
        receipt = await self.people.counter.find(draft.receipt)
        return None if receipt is None else (draft, draft.receipt, receipt)
