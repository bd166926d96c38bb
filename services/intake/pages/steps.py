"""Which pages a form has, in order, given what is answered so far. Pure."""

from collections.abc import Mapping
from typing import Final

from services.intake.pages.words import Audience

EIGHT: Final = ("what", "when", "kind", "stage", "could", "overlooked", "helped", "change")
"""The eight questions of the short form."""
TELLING: Final = frozenset({"danger", "about", "referral", "check"})
"""Pages that tell and ask nothing."""
OPTIONAL: Final = frozenset({"change", "child"})
Answers = Mapping[str, str]
_FOLLOWS: Final[dict[str, tuple[str, ...]]] = {
    "area": ("agency", "team", "number", "responsible"),
    "agency": ("team",),
    "route": ("child", "number", "responsible", "age"),
}
"""What was answered under another answer, and must be asked anew when that one changes."""


def changed(answers: Answers, said: Answers) -> dict[str, str]:
    """The answers that go with `said`: itself, and empty ones for what no longer holds."""
    stale = [
        name for step, names in _FOLLOWS.items() if step in said and said[step] != answers.get(step) for name in names
    ]
    return {**dict.fromkeys(stale, ""), **said}


def steps(audience: Audience, answers: Answers, places: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The pages. `places` are those of area, agency and team that leave something to choose."""
    if answers.get("route") == "named_referral":
        return (*_first(answers), "referral")
    return (*_first(answers), *_who(audience, places), *_child(audience, answers), *EIGHT, "check")


def _first(answers: Answers) -> tuple[str, ...]:
    danger = ("danger",) if answers.get("now") in ("yes", "unsure") else ()
    return ("now", *danger, "about", "route")


def _who(audience: Audience, places: frozenset[str]) -> tuple[str, ...]:
    asked = (
        ("area", "agency", "team") if audience == "staff" else ("who", "area") if audience == "family" else ("area",)
    )
    return tuple(step for step in asked if step == "who" or step in places)


def _child(audience: Audience, answers: Answers) -> tuple[str, ...]:
    """Asked only where the reporter chose, before, that somebody shall look."""
    route = answers.get("route")
    if route in (None, "learning_only"):
        return ()
    if audience == "staff" and route == "usual_officers":
        return () if answers.get("amends") == route else ("number", "responsible", "age")
    return ("child",)


def after(step: str, pages: tuple[str, ...]) -> str:
    """The next page."""
    return pages[min(pages.index(step) + 1, len(pages) - 1)]


def before(step: str, pages: tuple[str, ...]) -> str | None:
    """The page before; None at the first."""
    place = pages.index(step)
    return pages[place - 1] if place else None


def answered(step: str, answers: Answers) -> bool:
    """Whether the page asks nothing, or has its answer, or may go without one."""
    if step in TELLING or step in OPTIONAL or (step == "what" and "amends" in answers):
        return True
    return step in answers


def reached(pages: tuple[str, ...], answers: Answers) -> str:
    """The first page that still has to be answered; the last where none has."""
    return next((step for step in pages if not answered(step, answers)), pages[-1])
