"""Events and conditions on them, in words."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from schemas.codes import (
    ABUSE_CATEGORIES,
    AGE_BANDS,
    ASSESSMENT_FACTORS,
    CLOSURE_REASONS,
    PRIMARY_NEEDS,
    REFERRAL_SOURCES,
)
from services.triage.rule_file import ConditionsText, Fields, SelectorText

Words = Mapping[str, Mapping[Any, str]]

CENSUS: Final[Words] = {
    "assessment_factors": ASSESSMENT_FACTORS,
    "category": ABUSE_CATEGORIES,
    "primary_need": PRIMARY_NEEDS,
    "reason": CLOSURE_REASONS,
    "source": REFERRAL_SOURCES,
}
"""Fields of census codes, which say nothing by themselves."""
SPOKEN: Final[Words] = {"age_band": AGE_BANDS}
"""Fields whose codes are told by their words alone."""


def selectors(texts: Iterable[SelectorText]) -> tuple[str, ...]:
    """Each in a line."""
    return tuple(selector(one) for one in texts)


def selector(text: SelectorText) -> str:
    """Such as "concern raised (level: high or critical)"."""
    said = conditions(text)
    return f"{plain(text.type)} ({said})" if said else plain(text.type)


def conditions(text: ConditionsText) -> str:
    """All that an event's fields must hold; "" for no conditions."""
    return "; ".join(_conditions(text))


def plain(name: str) -> str:
    """A code or a field's name, as words."""
    return name.replace("_", " ")


def code(field: str, held: object) -> str:
    """What a field holds, as words; of a census code, the code and its words."""
    if isinstance(held, bool):
        return "yes" if held else "no"
    said = CENSUS.get(field, {}).get(str(held))
    return SPOKEN.get(field, {}).get(str(held), plain(str(held))) if said is None else f"{held} ({said})"


def _conditions(text: ConditionsText) -> Iterator[str]:
    yield from _fields(text.any_of, "{}: {}")
    yield from _fields(text.only, "{}: nothing but {}")
    yield from _fields(text.none_of, "{}: not {}")
    yield from _fields(text.lacks, "{}: recorded, and lacks {}")
    yield from (f"{plain(name)}: recorded" for name in text.known)
    if text.lowered:
        now, before = text.lowered
        yield f"{plain(now)}: lower than {plain(before)}"


def _fields(fields: Fields, says: str) -> Iterator[str]:
    for name, values in sorted(fields.items()):
        yield says.format(plain(name), " or ".join(code(name, one) for one in values))
