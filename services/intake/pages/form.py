"""The form's pages: one question each, read, kept in the browser, and gone on from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from starlette.responses import Response

from services.intake.area_keys import AreaKey
from services.intake.days import england_day
from services.intake.pages.asked import Asking, Wrong, read
from services.intake.pages.draft import Draft, TooLongError
from services.intake.pages.places import Places
from services.intake.pages.showing import field_errors, number_of, options, question, rows, shown
from services.intake.pages.steps import TELLING, after, before, changed, reached, steps
from services.intake.pages.words import Audience, words_for
from services.pages.site import Site

TEXTS: Final = frozenset({"what", "change", "child"})


@dataclass(frozen=True, slots=True)
class Form:
    """The pages of all audiences. `keys`: the areas' keys that are held here."""

    site: Site
    places: Places
    keys: Mapping[str, AreaKey]

    def pages(self, draft: Draft) -> tuple[str, ...]:
        """The draft's pages, in order."""
        answers = self.places.chosen(_audience(draft), draft.answers)
        return steps(_audience(draft), answers, self.places.to_choose(_audience(draft), answers))

    def where(self, draft: Draft, step: str) -> str:
        """The page that may be shown now: the one that was asked for, or an earlier one that still wants an answer."""
        pages = self.pages(draft)
        furthest = reached(pages, draft.answers)
        return step if step in pages and pages.index(step) <= pages.index(furthest) else furthest

    def next(self, draft: Draft, step: str, *, changing: bool) -> str:
        """Where to go on: to the next page, or back to the list of answers."""
        pages = self.pages(draft)
        if changing and reached(pages, draft.answers) == "check":
            return "check"
        return after(step, pages) if not changing else reached(pages, draft.answers)

    def answer(self, draft: Draft, step: str, form: Mapping[str, str], now_ms: int) -> tuple[Draft, tuple[Wrong, ...]]:
        """The draft with the page's answers, or what is wrong with them."""
        audience = _audience(draft)
        known = self.places.chosen(audience, draft.answers)
        asking = Asking(
            question(audience, step),
            options(audience, step, known, self.places),
            date.fromisoformat(known["reported"]) if "reported" in known else england_day(now_ms),
            self.keys.get(known.get("area", "")),
            "amends" in known,
        )
        found = read(asking, form)
        return (draft, found.wrong) if found.wrong else (draft.answering(changed(known, found.answers)), ())

    def page(
        self, draft: Draft, step: str, *, changing: bool = False, form: Mapping[str, str] | None = None,
        wrong: tuple[Wrong, ...] = (),
    ) -> Response:  # fmt: skip
        """The page as it is to be shown."""
        audience = _audience(draft)
        pages = self.pages(draft)
        known = self.places.chosen(audience, draft.answers)
        values: dict[str, Any] = {
            "audience": audience,
            "step": step,
            "form_name": words_for(audience).name,
            "token": draft.token,
            "back": self._back(audience, step, pages, changing),
            "onward": f"/report/{audience}/{after(step, pages)}",
            "changing": changing,
            "wrong": wrong,
            "errors": field_errors(wrong),
            "answers": shown(known, form),
            "area": self.places.area(known),
            "areas": self.places.front_doors(),
            "route": known.get("route", ""),
            "amends": draft.receipt is not None,
        }
        if step in TELLING:
            values["rows"] = rows(audience, pages, known, self.places) if step == "check" else []
            return self.site.page(f"{step}.html", **values)
        asked = question(audience, step)
        values |= {"asked": asked, "options": options(audience, step, known, self.places), "counted": number_of(step)}
        template = "text" if step in TEXTS else step if step in ("when", "number", "helped") else "choice"
        return self.site.page(f"{template}.html", 422 if wrong else 200, **values)

    @staticmethod
    def _back(audience: Audience, step: str, pages: tuple[str, ...], changing: bool) -> str:
        if changing:
            return f"/report/{audience}/check"
        earlier = before(step, pages)
        return f"/report/{audience}/{earlier}" if earlier else "/"


def too_long(step: str, error: TooLongError) -> tuple[Wrong, ...]:
    """All that was written is together too long to be kept."""
    share = max(5, round(error.over * 100) + 1)
    return (Wrong(step, f"All that you wrote is together too long to keep. Take out about {share} in 100 words"),)


def _audience(draft: Draft) -> Audience:
    return draft.audience or "staff"
