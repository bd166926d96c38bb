"""What a form's page sent, read into answers or into every reason against it. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from services.intake.area_keys import AreaKey
from services.intake.pages.words import Option, Question
from services.intake.subject_key import IdentifierError, la_identifier, nhs_identifier, subject_key

TEXT_MOST: Final = {"what": 5_000, "helped_more": 1_000, "change": 1_000, "child": 1_000, "message": 2_000}
"""Characters. All of a form together must also fit its cookie."""
DATED: Final = frozenset({"day", "week", "month"})


class Wrong(NamedTuple):
    """What can't be taken: the field's id on the page, and what is allowed."""

    field: str
    message: str


class Asking(NamedTuple):
    """What a page is read with. `today` is the latest day that may be meant; `amends`: words were sent before.

    `key` is the area's, where it is held here.
    """

    question: Question
    options: tuple[Option, ...]
    today: date
    key: AreaKey | None = None
    amends: bool = False


class Read(NamedTuple):
    """Answers to keep, and every reason why they can't be."""

    answers: dict[str, str]
    wrong: tuple[Wrong, ...] = ()


def read(asking: Asking, form: Mapping[str, str]) -> Read:
    """The page's answers. A text that is too long is told; nothing is cut."""
    id = asking.question.id
    if id == "when":
        return _when(asking, form)
    if id == "number":
        return _number(asking, form)
    if id == "helped":
        chosen, more = _chosen(asking, form), _text("helped_more", form, asking.question, required=False)
        return Read({**chosen.answers, **more.answers}, chosen.wrong + more.wrong)
    if id in TEXT_MOST:
        return _text(id, form, asking.question, required=id == "what" and not asking.amends)
    return _chosen(asking, form)


def _chosen(asking: Asking, form: Mapping[str, str]) -> Read:
    id = asking.question.id
    said = form.get(id, "")
    if said not in {option.value for option in asking.options}:
        return Read({}, (Wrong(id, f"{asking.question.short}: choose one of the answers"),))
    return Read({id: said})


def _text(id: str, form: Mapping[str, str], question: Question, *, required: bool) -> Read:
    said = form.get(id, "").replace("\r\n", "\n").replace("\0", "").strip()
    short = question.more.partition("?")[0] if id == "helped_more" else question.short
    if len(said) > TEXT_MOST[id]:
        over = len(said) - TEXT_MOST[id]
        return Read({}, (Wrong(id, f"{short}: at most {TEXT_MOST[id]:,} characters. Take out {over:,}"),))
    if required and not said:
        return Read({}, (Wrong(id, f"{short}: write what happened, in a few words or many"),))
    return Read({id: said})


def _when(asking: Asking, form: Mapping[str, str]) -> Read:
    precision = form.get("when", "")
    if precision not in {option.value for option in asking.options}:
        return Read({}, (Wrong("when", f"{asking.question.short}: choose one of the answers"),))
    if precision not in DATED:
        return Read({"when": precision, "when_on": ""})
    wrong = tuple(_wrong_date(precision, form, asking.today))
    if wrong:
        return Read({}, wrong)
    return Read({"when": precision, "when_on": _date(precision, form).isoformat()})


def _wrong_date(precision: str, form: Mapping[str, str], today: date) -> Iterator[Wrong]:
    parts = ("month", "year") if precision == "month" else ("day", "month", "year")
    missing = [part for part in parts if not _digits(form.get(f"when-{part}", ""))]
    for part in missing:
        yield Wrong(f"when-{part}", f"When: the {part} must be in numbers")
    if missing:
        return
    try:
        found = _date(precision, form)
    except ValueError:
        yield Wrong(f"when-{parts[0]}", "When: this date does not exist")
        return
    if found > today:
        yield Wrong(f"when-{parts[0]}", "When: the date must be no later than the day of the report")
    if found.year < 1900:
        yield Wrong("when-year", "When: the year must have four numbers, such as 2026")


def _date(precision: str, form: Mapping[str, str]) -> date:
    day = 1 if precision == "month" else int(form["when-day"].strip())
    return date(int(form["when-year"].strip()), int(form["when-month"].strip()), day)


def _digits(text: str) -> bool:
    return text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= 4


def _number(asking: Asking, form: Mapping[str, str]) -> Read:
    """A pseudonym: the number itself goes no further than this."""
    nhs, la = form.get("nhs", "").strip(), form.get("la", "").strip()
    if asking.key is None:
        no_key = "This area's key is not held here, so choose another route, or ring the front door"
        return Read({}, (Wrong("nhs", no_key),))
    if bool(nhs) == bool(la):
        return Read({}, (Wrong("nhs", "Child's number: give one of the two numbers, and only one"),))
    try:
        identifier = nhs_identifier(nhs) if nhs else la_identifier(la)
    except IdentifierError as error:
        slip = "NHS number: it has 10 digits, and these do not fit together. Look for a slip"
        return Read({}, (Wrong("nhs", slip) if nhs else Wrong("la", f"The authority's number: {error}"),))
    return Read({"number": subject_key(asking.key.key, asking.key.version, identifier)})
