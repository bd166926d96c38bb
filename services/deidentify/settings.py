"""Schools, nurseries, surgeries, hospitals and homes; and authorities, which stand but are pointed out."""

import re
from collections.abc import Iterator
from typing import Final

from services.deidentify.model import Found
from services.deidentify.vocabulary import ordinary, rank, words

_KIND: Final = (
    r"(?:(?:c ?of ?e|church of england|catholic|rc|community|junior|infants?'?|primary|secondary|high"
    r"|grammar|middle|special|nursery|prep"
    r"|preparatory|girls'?|boys'?|free|day|sixth form|children'?s|residential|care|medical|health|family"
    r"|youth|contact|sports|foundation"
    r"|general|royal|university|mother and baby|pre) ?-?){0,4}"
    r"(?:school|academy|college|primary|nursery|pre-?school|playgroup|kindergarten|infants|juniors|high"
    r"|grammar|sixth form|surgery|hospital|clinic"
    r"|infirmary|hospice|centre|home|lodge|refuge|hostel|unit|hub|ward|practice|youth club|church|mosque"
    r"|temple|gurdwara|synagogue|scouts|fc|rovers)"
)
NAMED: Final = re.compile(
    rf"\b((?:(?:St|Saint|Our Lady|The|Mount)\.? )?[A-Z][A-Za-z.'-]{{1,24}}(?: (?:of |the |and "
    rf"|& )?[A-Z][A-Za-z.'-]{{1,24}}){{0,3}}) ((?i:{_KIND}))\b"
)
SMALL: Final = re.compile(
    r"(?<![\w'-])((?:(?:st|saint)\.? )?[a-z'-]{4,24}) ((?:(?:c of e|catholic|community|junior|infant"
    r"|primary|secondary|high|nursery) )?"
    r"(?:school|academy|college|primary|nursery|surgery|hospital|infirmary|juniors|infants"
    r"|childrens home|children's home|refuge))\b"
)
SAINT: Final = re.compile(
    r"(?<![\w'.-])(?:St|Saint|st\.?)\.? [A-Z][a-z]+(?:'?s)?\b|(?<![\w'-])(?:at|to|from) (st\.? [a-z]{3,16}(?:'?s))\b"
)
AUTHORITY: Final = re.compile(
    r"\b(?:(?:London |Royal )?Borough (?:Council )?of |City of "
    r"|County of )?[A-Z][A-Za-z'-]{2,24}"
    r"(?: (?:(?:and|&|upon|on|of) )?(?!Council|Police|Trust)[A-Z][A-Za-z'-]{1,24}){0,3} "
    r"(?:(?:County|City|Borough|District|Metropolitan|Town|Parish|Unitary) ){0,3}"
    r"(?:Council|Constabulary|Police|NHS(?: Foundation)? Trust|Trust"
    r"|Safeguarding (?:Children )?Partnership|Fire and Rescue)\b"
)
POINTS: Final = frozenset(
    {"north", "south", "east", "west", "new", "great", "little", "upper", "lower", "old", "port", "lake"}
)
_COMMON: Final = 12_000


def settings(text: str) -> Iterator[Found]:
    """Every place where a child learns, lives or is treated, that is named."""
    for match in NAMED.finditer(text):
        start = _front(match.group(1))
        if start < len(match.group(1)):
            yield Found(match.start() + start, match.end(), "setting", "the name of a school or other setting", 3)
    for match in SMALL.finditer(text):
        if _names_one(match.group(1)):
            yield Found(*match.span(), "setting", "the name of a school or other setting", 3)
    for match in SAINT.finditer(text):
        yield Found(*match.span(1 if match.group(1) else 0), "setting", "named after a saint", 4)


def authorities(text: str) -> Iterator[tuple[int, int]]:
    """Councils, police forces and trusts: no person's name, and known from where the report came."""
    for match in AUTHORITY.finditer(text):
        named = match.group().lower().split()
        if _of_places(named) and (len(named) > 2 or named[0] not in words("capitals")):
            yield match.span()


def _of_places(named: list[str]) -> bool:
    """Whether it holds no forename, and joins by "and" only places: "Jones and Kent Police" has somebody before it."""
    marks = [at for at, word in enumerate(named) if word in {"and", "&"}]
    joined = [named[at + side] for at in marks for side in (-1, 1)]
    plain = all(word not in words("names") or word in words("places") for word in named)
    return plain and all(word in words("places", "authorities") for word in joined)


def _front(named: str) -> int:
    """How many characters to leave: words at the front that begin a sentence or are the field's, not the setting's."""
    at = 0
    for word in named.split(" "):
        low = word.lower().strip(".'")
        if low in POINTS and at + len(word) < len(named):
            return at
        plain = low in words("slight") or low in words("capitals") or low in words("acronyms") or low in words("speech")
        if not plain and (at or not ordinary(low) or rank(low) > 400):
            return at
        at += len(word) + 1
    return len(named)


def _names_one(named: str) -> bool:
    last = named.split()[-1].strip("'")
    return (named.startswith("st") and " " in named) or (rank(last) > _COMMON and not _inflected(last))


def _inflected(word: str) -> bool:
    return ordinary(word) and word.endswith(("ed", "ing", "ly", "al"))
