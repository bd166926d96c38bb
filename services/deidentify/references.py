"""Case, court, crime and staff numbers, and the registration of a car."""

import re
from collections.abc import Iterator
from typing import Final

from services.deidentify.dates import without_dates
from services.deidentify.model import Found
from services.deidentify.numbers import FROM_TO, YEARS
from services.deidentify.vocabulary import ordinary, words

_KIND: Final = (
    r"(?:case|ref|reference|lac|la|mosaic|lcs|liquidlogic|systmone|emis|rio|child|pupil|client|crime|cad"
    r"|incident|log|hospital"
    r"|patient|account|policy|passport|driving licen[cs]e|licen[cs]e|urn|crn|pnc|file|record|court|claim"
    r"|person|national insurance"
    r"|ni|nhs|upn|uci|uln|collar|badge|warrant|shoulder|staff|employee|payroll|pin|gmc|nmc|swe|hcpc"
    r"|social work england|order)"
)
SAID: Final = re.compile(
    rf"\b{_KIND}(?: (?:case|record|system|file|child|pupil|registration|reg))?[ '.]{{0,2}}(?:id|no|num"
    rf"|nos|number|ref|reference|code|#|pin)\b"
    r"[ .:#=-]{0,4}(?:(?:is|was) )?((?:[A-Z]{1,4}[ /-])?[A-Za-z0-9/_-]{0,20}\d[\w/_-]*+)",
    re.I,
)
ALONE: Final = re.compile(
    r"\b(?:ref|reference|crn|pnc|urn|cad|uci|uln|gmc|nmc|hcpc|swe|case|crime|lac|p\.?c|dc|ds|wpc|pcso|dci"
    r"|id)\b[ .:#=-]{1,4}((?=[\w/-]{0,20}\d\d)[\w/_-]{3,}+)",
    re.I,
)
TOKEN: Final = re.compile(r"(?<![\w/£$€.,-])[A-Za-z0-9]++(?:[/_-][A-Za-z0-9]++)*+(?!\w)")
CODES: Final = re.compile(r"\d{1,2}[A-Z](?:[/-]\d{1,2}[A-Z])*+")
"""Factors and sources of the children in need census, such as 16A-19C."""
CAR: Final = re.compile(r"(?<![a-z0-9])[a-z]{2}\d{2}[ -]?[a-z]{3}(?![a-z0-9])", re.I)
OLD_CAR: Final = re.compile(
    r"(?<![a-z0-9])(?:[a-z]\d{1,3} ?[a-z]{3}|[a-z]{3} ?\d{1,3}[a-z]|[a-z]{1,3} ?\d{1,4})(?![a-z0-9])", re.I
)
_CAR_WORD: Final = re.compile(r"\b(?:reg|registration|plates?|number ?plate|vrm|vehicle|car|van|driving)\b", re.I)


def references(text: str) -> Iterator[Found]:
    """Every number by which a record, a member of staff or a car is found."""
    for match in CAR.finditer(text):
        if match.group().isupper() or _no_words(match.group()):
            yield Found(*match.span(), "car_registration", "the form of a car's registration", 3)
    for match in OLD_CAR.finditer(text):
        if _CAR_WORD.search(text[max(0, match.start() - 30) : match.start()]) and _like_a_plate(match.group()):
            yield Found(*match.span(), "car_registration", "said to be a car's registration", 4)
    for pattern in (SAID, ALONE):
        for match in pattern.finditer(text):
            yield Found(*match.span(1), "reference", "said to be the number of a record", 5)
    for match in TOKEN.finditer(without_dates(text)):
        if _of_a_record(match.group()):
            yield Found(*match.span(), "reference", "letters and figures as in the number of a record", 6)


def _no_words(written: str) -> bool:
    return not ordinary(written[-3:].lower()) and not ordinary(written[:2].lower())


def _like_a_plate(written: str) -> bool:
    letters = re.findall(r"[A-Za-z]+", written)
    return written.upper() == written or not any(ordinary(part.lower()) for part in letters)


def _of_a_record(written: str) -> bool:
    digits = sum(character.isdigit() for character in written)
    letters = [part.lower() for part in re.findall(r"[A-Za-z]+", written)]
    if CODES.fullmatch(written) or FROM_TO.fullmatch(written):
        return False
    if digits < 4 or YEARS.fullmatch(written) or not letters:
        return digits > 4 and not YEARS.fullmatch(written)
    years = re.fullmatch(r"(?:[A-Za-z]+-)*(?:19|20)\d\d(?:[-/]\d\d)?", written)
    return not (years and all(ordinary(part) or part in words("acronyms") for part in letters))
