"""What a page of the form is made of: its question, what was said, and what is wrong with it. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from services.intake.pages.asked import Wrong
from services.intake.pages.places import Places
from services.intake.pages.steps import EIGHT, TELLING, Answers
from services.intake.pages.words import Audience, Option, Question, words_for

NONE: Final = "Nothing"
PLACES: Final = frozenset({"area", "agency", "team", "responsible"})
WORDS: Final = frozenset({"what", "change", "child"})


def question(audience: Audience, step: str) -> Question:
    """The page's question in the audience's words."""
    return words_for(audience).questions[step]


def options(audience: Audience, step: str, answers: Answers, places: Places) -> tuple[Option, ...]:
    """What may be chosen on the page."""
    asked = question(audience, step)
    if step in PLACES:
        return places.options(step, answers, asked.extra.get("none", ""))
    return asked.options


def shown(answers: Answers, form: Mapping[str, str] | None) -> dict[str, str]:
    """What the fields hold: what was typed just now, right or wrong; else the answers."""
    if form is not None:
        return dict(form)
    found = dict(answers)
    if found.get("when_on"):
        year, month, day = found["when_on"].split("-")
        found |= {"when-year": year, "when-month": str(int(month)), "when-day": str(int(day))}
        if found.get("when") == "month":
            found["when-day"] = ""
    found.pop("number", None)
    return found


def field_errors(wrong: Sequence[Wrong]) -> dict[str, str]:
    """The first error of each field."""
    found: dict[str, str] = {}
    for each in wrong:
        found.setdefault(each.field, each.message)
    return found


def number_of(step: str) -> str:
    """Which of the eight questions it is, in words; empty for another page."""
    return f"Question {EIGHT.index(step) + 1} of {len(EIGHT)}" if step in EIGHT else ""


def rows(audience: Audience, pages: Sequence[str], answers: Answers, places: Places) -> list[dict[str, Any]]:
    """The list of answers, each with the page that changes it."""
    asking = [step for step in pages if step not in TELLING]
    return [
        {"id": step, "short": question(audience, step).short, "answer": told_back(audience, step, answers, places)}
        for step in asking
    ]


def told_back(audience: Audience, step: str, answers: Answers, places: Places) -> str:
    """An answer in words."""
    said = answers.get(step, "")
    if step == "number":
        return "A number was given. It is kept as a code only" if said else NONE
    if step in WORDS and "amends" in answers and not said:
        return "Nothing more than before"
    texts = {option.value: option.text for option in options(audience, step, answers, places)}
    found = texts.get(said, said) or NONE
    if step == "when" and answers.get("when_on"):
        found = f"{found}: {in_words(answers['when_on'], said)}"
    if step == "helped" and answers.get("helped_more"):
        found = f"{found}\n{answers['helped_more']}"
    return found


def in_words(iso: str, precision: str = "day") -> str:
    """A date as it is read: 3 November 2026."""
    year, month, day = iso.split("-")
    name = (
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    )[int(month) - 1]  # fmt: skip
    return f"{name} {year}" if precision == "month" else f"{int(day)} {name} {year}"
