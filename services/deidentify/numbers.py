"""Numbers that a person has: NHS, National Insurance, pupil, registration; telephone numbers; any other long number."""

import re
from collections.abc import Iterator
from typing import Final

import phonenumbers
from stdnum.gb import nhs, upn

from services.deidentify.dates import without_dates
from services.deidentify.model import Found

NATIONAL_INSURANCE: Final = re.compile(r"(?<![a-z0-9])[a-z]{2}(?:[ .-]{0,2}\d){6}[ .-]{0,2}[a-d](?![a-z0-9])", re.I)
PUPIL: Final = re.compile(r"(?<![a-z0-9])[a-z](?:[ -]{0,2}\d){11}[ -]{0,2}[a-z0-9](?![a-z0-9])", re.I)
SOCIAL_WORK: Final = re.compile(r"(?<![a-z0-9])sw[ -]?\d{4,8}(?![a-z0-9])", re.I)
DIGITS: Final = re.compile(r"(?<![\w£$€.,])[+(]{0,2}\d(?:[ ().\-/]{0,3}+\d)*+")
SPELT: Final = r"(?:zero|nought|oh?|one|two|three|four|five|six|seven|eight|nine|double|triple|treble)"
SPELT_OUT: Final = re.compile(rf"\b{SPELT}(?:[ ,.-]{{1,3}}+{SPELT}\b){{5,}}+", re.I)
YEARS: Final = re.compile(r"(?:19|20)\d\d(?:[ /-](?:(?:19|20)\d\d|\d\d(?!\d)))*+")
FROM_TO: Final = re.compile(r"[1-9]\d{0,2}[-/][1-9]\d{0,2}")
LONG: Final = 6
"""Digits: a number of so many can be looked up in some register."""


def numbers(text: str) -> Iterator[Found]:
    """Every number of these kinds."""
    for match in NATIONAL_INSURANCE.finditer(text):
        yield Found(*match.span(), "ni_number", "the form of a National Insurance number", 1)
    for match in PUPIL.finditer(text):
        yield Found(*match.span(), "upn", _pupil(match.group()), 1)
    for match in SOCIAL_WORK.finditer(text):
        yield Found(*match.span(), "registration_number", "the form of a Social Work England number", 1)
    for match in SPELT_OUT.finditer(text):
        yield Found(*match.span(), "phone", "digits written as words", 3)
    dateless = without_dates(text)
    for match in DIGITS.finditer(dateless):
        yield from _run(dateless, match)


def _pupil(written: str) -> str:
    right = upn.is_valid(re.sub(r"[ -]", "", written))
    return "a unique pupil number, its check letter holds" if right else "the form of a unique pupil number"


def _run(text: str, match: re.Match[str]) -> Iterator[Found]:
    digits = re.sub(r"\D", "", match.group())
    before = text[max(0, match.start() - 30) : match.start()].lower()
    if len(digits) < LONG - (1 if re.search(r"(?:ref|case|id|no|number)\W{0,3}$", before) else 0):
        return
    kind, reason, rank = _kind(match.group(), digits, before)
    opened = match.group().startswith("(") and ")" not in match.group()
    if kind:
        yield Found(match.start() + opened, match.end(), kind, reason, rank)


def _kind(written: str, digits: str, before: str) -> tuple[str, str, int]:
    if len(digits) == 10 and nhs.is_valid(digits):
        return "nhs_number", "an NHS number, its check digit holds", 2
    if len(digits) == 10 and "nhs" in before:
        return "nhs_number", "said to be an NHS number", 2
    if (
        digits.startswith("0")
        or "+" in written
        or re.search(r"\b(?:call|ring|rang|tel|phone|mobile|text|fax)\b", before)
    ):
        return "phone", _phone(written), 3
    if YEARS.fullmatch(written) or _a_row_of_small_numbers(written, digits):
        return "", "", 0
    return "reference", f"a number of {LONG} digits or more", 6


def _a_row_of_small_numbers(written: str, digits: str) -> bool:
    """Ages or scores in a row, such as "2 4 6 8 10 12", or from one to another."""
    if FROM_TO.fullmatch(written):
        return True
    return len(digits) < 10 and all(len(part) < 3 for part in written.split(" "))


def _phone(written: str) -> str:
    try:
        number = phonenumbers.parse(written[:40], "GB")
    except phonenumbers.NumberParseException:
        return "begins as a telephone number"
    return "a telephone number" if phonenumbers.is_valid_number(number) else "the form of a telephone number"
