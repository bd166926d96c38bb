"""Typed placeholders: the same person has the same number through one text, so that the sense stays."""

import re
from collections.abc import Sequence
from typing import Final

from services.deidentify.folding import fold
from services.deidentify.model import Found

WORDS: Final = {
    "name": "name",
    "place": "place",
    "setting": "setting",
    "address": "address",
    "postcode": "postcode",
    "date_of_birth": "date of birth",
    "nhs_number": "NHS number",
    "ni_number": "NI number",
    "upn": "UPN",
    "registration_number": "registration number",
    "reference": "reference",
    "phone": "phone",
    "email": "email",
    "web_address": "web address",
    "handle": "handle",
    "car_registration": "car registration",
    "text": "text",
}
"""What stands in the brackets, by type."""
PLACEHOLDER: Final = re.compile(rf"\[(?:{'|'.join(WORDS.values())}) [1-9]\d{{0,3}}\]")


def placeholders(text: str, found: Sequence[Found]) -> list[str]:
    """One for each, in their order; numbers go on from those that the text holds already."""
    given: dict[tuple[str, str], int] = {}
    last = _held(text)
    made = []
    known = _whole_names(text, found)
    for one in found:
        key = (one.type, known.get(_key(text, one), _key(text, one)))
        if key not in given:
            last[one.type] = given[key] = last.get(one.type, 0) + 1
        made.append(f"[{WORDS[one.type]} {given[key]}]")
    return made


def _held(text: str) -> dict[str, int]:
    kinds = {word: kind for kind, word in WORDS.items()}
    last: dict[str, int] = {}
    for match in PLACEHOLDER.finditer(text):
        word, number = match.group()[1:-1].rsplit(" ", 1)
        last[kinds[word]] = max(last.get(kinds[word], 0), int(number))
    return last


def _key(text: str, one: Found) -> str:
    plain = fold(text[one.start : one.end]).text.lower()
    return re.sub(r"[\W_]+", " " if one.type in {"name", "place", "setting", "address"} else "", plain).strip()


def _whole_names(text: str, found: Sequence[Found]) -> dict[str, str]:
    """By a forename or surname alone, the one full name in the text that has it."""
    owners: dict[str, set[str]] = {}
    for one in found:
        whole = _key(text, one)
        parts = whole.split() if one.type == "name" else []
        for part in parts if len(parts) > 1 else []:
            owners.setdefault(part, set()).add(whole)
    return {part: next(iter(whole)) for part, whole in owners.items() if len(whole) == 1}
