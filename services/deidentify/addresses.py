"""Where somebody lives: postcodes, house and street, coordinates."""

import re
from collections.abc import Iterator
from typing import Final

from services.deidentify.model import Found
from services.deidentify.vocabulary import ordinary, rank, words

POSTCODE: Final = re.compile(
    r"(?<![a-z0-9])(?:gir ?0aa|[a-z]{1,2}[0-9][a-z0-9]?[ .-]{0,3}(?!(?-i:1st|2nd|3rd"
    r"|[04-9]th))[0-9o][abd-hjlnp-uw-z]{2})(?![a-z0-9])",
    re.I,
)
SLIPPED: Final = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{1,2}[0-9][A-Z0-9]? ?(?!1ST|2ND|3RD|[04-9]TH|[0-9](?:AM|PM))[0-9][A-Z]{2}(?![A-Za-z0-9])"
)
"""In capitals, whatever letters end it: a slip of the pen finds the street all the same."""
OUTWARD: Final = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}\d{1,2}[A-Z]?(?![A-Za-z0-9])", re.I)
_AREA_SAID: Final = re.compile(
    r"\b(?:post ?code|postal|area|lives? (?:in|at)|living in|moved to|in the|(?:house|flat"
    r"|home) in)\W{1,3}(?:\w{1,8} )?$",
    re.I,
)
COORDINATES: Final = re.compile(r"(?<![\d.])-?\d{1,2}\.\d{3,}+[ ,]{1,3}-?\d{1,3}\.\d{3,}+|///\w++(?:\.\w++){2}")

_ALWAYS: Final = (
    r"(?:road|rd|street|avenue|ave|lane|ln|crescent|cres|gardens|gdns|grove|terrace|mews|boulevard|blvd|parade|wharf)"
)
_WHERE_CAPITAL: Final = (
    r"(?:St|Close|Drive|Dr|Court|Ct|Place|Pl|Walk|Way|Row|Rise|Hill|View|Park|Green|Square|Sq|House"
    r"|Lodge|Cottages?|Villas?|Farm"
    r"|Estate|Quay|Fields?|Mount|Heights|Buildings|Mansions|Point|Tower|Towers|Yard|Passage|Alley|Common"
    r"|Bank|End|Path|Hall|Croft|Vale)"
)
_NUMBER: Final = (
    r"(?:(?:flat|apartment|apt|unit|room|no\.?|number|house)[ .]{1,2}\w{1,4}(?:,? "
    r"|, ?))?\d{1,4} ?[a-z]?(?:[-/]\d{1,4}[a-z]?)?,? "
)
_NAMED: Final = r"(?:[a-z][a-z.'-]{1,24} ){1,3}"
NUMBERED: Final = re.compile(rf"(?<![\w.£,/-]){_NUMBER}{_NAMED}{_ALWAYS}\b", re.I)
NUMBERED_CAPITAL: Final = re.compile(
    rf"(?<![\w.£,/-])(?i:{_NUMBER})(?:[A-Z][A-Za-z.'-]{{1,24}} ){{1,3}}{_WHERE_CAPITAL}\b"
)
NUMBERED_SMALL: Final = re.compile(
    rf"(?<![\w.£,/-])(?i:{_NUMBER})(?:[a-z'-]{{3,24}} ){{1,2}}{_WHERE_CAPITAL.lower()}\b"
)
STREET: Final = re.compile(rf"\b(?:[A-Z][A-Za-z.'-]{{1,24}} ){{1,3}}(?:(?i:{_ALWAYS})\b|(?i:st)\b(?!\.? [A-Z]))")
STREET_CAPITAL: Final = re.compile(rf"\b(?:[A-Z][A-Za-z.'-]{{1,24}} ){{1,3}}{_WHERE_CAPITAL}\b")
STREET_SMALL: Final = re.compile(rf"(?<![a-z'-])(?:[a-z'-]{{3,24}} ){{1,2}}{_ALWAYS}\b")
_ROOM: Final = re.compile(r"\b(?:flat|apartment|apt) \d{1,4}[a-z]?\b", re.I)
_SELDOM: Final = 8_000


def addresses(text: str) -> Iterator[Found]:
    """Every postcode, coordinates, house in a street, and street that is named."""
    for match in POSTCODE.finditer(text):
        yield Found(*match.span(), "postcode", "the form of a postcode", 2)
    for match in SLIPPED.finditer(text):
        yield Found(*match.span(), "postcode", "nearly the form of a postcode", 3)
    for match in OUTWARD.finditer(text):
        if _AREA_SAID.search(text[max(0, match.start() - 30) : match.start()]) and not _a_year_or_key_stage(match):
            yield Found(*match.span(), "postcode", "the first half of a postcode", 5)
    for match in COORDINATES.finditer(text):
        yield Found(*match.span(), "address", "a place on the map", 2)
    for match in _ROOM.finditer(text):
        yield Found(*match.span(), "address", "a flat", 4)
    yield from _streets(text)


def _a_year_or_key_stage(match: re.Match[str]) -> bool:
    return match.group().lower()[0] in "y" or match.group().lower()[:2] in {"ks", "rc", "cp"}


def _streets(text: str) -> Iterator[Found]:
    for pattern in (NUMBERED, NUMBERED_CAPITAL, NUMBERED_SMALL):
        for match in pattern.finditer(text):
            if _names_a_street(match.group(), pattern is NUMBERED_SMALL):
                yield Found(*match.span(), "address", "a number and a street", 3)
    for pattern in (STREET, STREET_CAPITAL):
        for match in pattern.finditer(text):
            start = match.start() + _past_what_is_no_street(match.group())
            if start < match.end() and " " in text[start : match.end()]:
                yield Found(start, match.end(), "address", "the name of a street", 4)
    for match in STREET_SMALL.finditer(text):
        last = match.group().split()[-2]
        if not ordinary(last) or last in words("places"):
            yield Found(
                match.end() - len(match.group().rsplit(" ", 1)[1]) - len(last) - 1,
                match.end(),
                "address",
                "the name of a street",
                4,
            )


def _names_a_street(written: str, small: bool) -> bool:
    """Whether the words between number and kind of street may be a name: "2 people in the street" is no address."""
    first, *between, kind = (word.strip(".,").lower() for word in written.split())
    named = [word for word in between if not any(character.isdigit() for character in word)]
    whole = kind in {"road", "street", "lane", "rd", "st"} and written.rsplit(" ", 1)[1][0].isupper()
    barred = words("slight") if whole else words("slight", "nostreet")
    if any(word in barred for word in named[-2:]) and "The " not in written:
        return False
    if small and any(word in words("kin", "measures") for word in named):
        return False
    sure = not small or not first.isdigit() or any(word in words("surnames", "wordnames", "names") for word in named)
    return sure or any(_may_be_a_street(word, kind) for word in named)


def _may_be_a_street(word: str, kind: str) -> bool:
    """Whether a word in lower case may name a close or a court: "162 woods court", but not "2 workers drive"."""
    if word in words("kin", "roles", "capitals", "measures") or word.endswith(("ing", "ed")):
        return False
    return word in words("places") or rank(word) > _SELDOM or not word.endswith("s") or kind in {"court", "way"}


def _past_what_is_no_street(written: str) -> int:
    """How many characters to leave at the front: what begins a sentence, is a field's word, or isn't part of a name."""
    at = 0
    *named, _ = written.split()
    for word in named:
        low = word.lower().strip(".'")
        if not (
            low in words("slight") or low in words("nostreet") or low in words("capitals") or low in words("speech")
        ):
            break
        at += len(word) + 1
    return at if at < len(" ".join(named)) + 1 else len(written)
