"""Dates, and which of them are dates of birth. Ages stay: what happened to a child of four needs the four."""

import re
from collections.abc import Iterator
from typing import Final

from services.deidentify.model import Found

HIDDEN: Final = "\ufffc"
"""Stands for a character that no recogniser may read: of a placeholder, or here of a date."""
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR: Final = r"(?:(?:19|20)\d\d|'?\d\d)"
DATE: Final = re.compile(
    rf"(?<![\w/.-])(?:(?:19|20)\d\d([-/. ])(?:0?[1-9]|1[0-2])\1{_DAY}(?:[T ]\d\d:[\d:.]+Z?|T\d\d)?"
    rf"|{_DAY}([-/.])(?:0?[1-9]|1[0-2])\2(?:(?:19|20)\d\d|\d\d)"
    rf"|{_DAY} (?:0?[1-9]|1[0-2]) (?:19|20)\d\d"
    rf"|{_DAY}[ -]?(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH}\b\.?(?:[ ,-]{{0,2}}{_YEAR})?"
    rf"|{_MONTH}\.? {_DAY}(?:st|nd|rd|th)?\b(?:,? (?:19|20)\d\d)?"
    rf"|{_MONTH}[ ,]{{1,2}}(?:19|20)\d\d)(?!\w)",
    re.I,
)
COMPACT: Final = re.compile(rf"(?<!\w)(?:{_DAY}(?:0[1-9]|1[0-2])(?:19|20)?\d\d|\d{{1,2}}[/.-]\d{{1,2}})(?!\w)")
_BIRTH: Final = re.compile(
    r"\b(?:d\.? ?o\.? ?b\b|born\b|birth ?date|date of birth|birth\b|birthday|b-?day|b'day|turn(?:s|ed|ing) \w{1,8}"
    r"|(?:will be|was|became) \d{1,2} (?=on ))[^;!?\n]{0,25}$",
    re.I,
)
_BIRTH_AFTER: Final = re.compile(
    r"^[ ,(]{0,3}(?:is |was |being )?"
    r"(?:(?:his|her|their|my|our|the) )?(?:\w{1,20}'s )?(?:date of )?(?:birth|dob|d\.o\.b)",
    re.I,
)
_BESIDE: Final = (" (", ", ", "(", " ( ", " - ")


def dates_of_birth(text: str) -> Iterator[Found]:
    """Dates that are said to be of a birth."""
    for pattern in (DATE, COMPACT):
        for match in pattern.finditer(text):
            before, after = text[max(0, match.start() - 48) : match.start()], text[match.end() : match.end() + 40]
            if _BIRTH.search(before) or _BIRTH_AFTER.search(after):
                yield Found(*match.span(), "date_of_birth", "a date that is said to be of a birth", 1)


def beside_names(text: str, ends: frozenset[int]) -> Iterator[Found]:
    """Dates in brackets or after a comma where a name ends: whoever writes so gives a date of birth."""
    for match in DATE.finditer(text):
        gaps = (gap for gap in _BESIDE if text.startswith(gap, match.start() - len(gap)))
        if any(match.start() - len(gap) in ends or text[match.start() - len(gap) - 1] == HIDDEN for gap in gaps):
            yield Found(*match.span(), "date_of_birth", "a date beside a name", 4)


def without_dates(text: str) -> str:
    """The text with every date hidden, of the same length."""
    return DATE.sub(lambda match: HIDDEN * len(match.group()), text)
