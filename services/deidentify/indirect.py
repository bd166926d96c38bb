"""What names nobody and may still tell who it is: left standing, and shown to the person who checks."""

import re
from collections.abc import Iterator
from typing import Final

from services.deidentify.model import Found
from services.deidentify.settings import authorities
from services.deidentify.vocabulary import words

_WHO: Final = (
    r"(?:social worker|health visitor|midwife|nurse|doctor|gp|consultant|paediatrician|teacher"
    r"|head ?teacher|head|tutor|manager|officer|worker"
    r"|practitioner|foster carers?|carers?|childminder|interpreter|family|families|child|children|girl"
    r"|boy|mum|mother|dad|father|parent|couple"
    r"|person|people|man|woman|one|pupil|student|patient|twins?|traveller family|vicar|imam|priest"
    r"|councillor|psychologist|solicitor)"
)
PATTERNS: Final = (
    (
        re.compile(
            rf"\b(?:the|our|my|their|his|her) (?:only|sole"
            rf"|one and only) (?:[\w'-]{{1,20}} ){{0,4}}?{_WHO}\b(?: (?:from|in|at|on|of|with|who"
            rf"|for)\b[^.!?;\n]{{0,60}})?",
            re.I,
        ),
        "the only one of a kind",
    ),
    (
        re.compile(
            r"\b(?:the only one|nobody else|no one else|no other) (?:in|at|on|from|of|who)\b[^.!?;\n]{0,60}", re.I
        ),
        "the only one of a kind",
    ),
    (
        re.compile(r"\b(?:triplets|quadruplets|quads|conjoined twins|identical twins|the twins)\b", re.I),
        "a rare kind of family",
    ),
    (
        re.compile(
            r"\b(?:one|two|three|four|five|six|seven) sets? of twins\b|\b(?:eight|nine|ten|eleven|twelve|1\d|8"
            r"|9) (?:children|siblings|kids)\b",
            re.I,
        ),
        "a rare kind of family",
    ),
    (
        re.compile(
            r"\b(?:in|on|all over|to) the (?:local )?(?:news|newspapers?|papers?|tv|telly|press|front page"
            r"|gazette|headlines)\b|\bmade the news\b|\bwent viral\b",
            re.I,
        ),
        "may be looked up in the news",
    ),
    (
        re.compile(
            r"\b(?:won|awarded|received) (?:the|an?|her|his|their) [^.!?;\n]{0,40}(?:award|medal|obe|mbe|cbe)\b", re.I
        ),
        "may be looked up",
    ),
    (
        re.compile(
            rf"\b(?:the|our|a|an) (?:youngest|oldest|eldest|first|newest|longest[ -]serving|longest-standing"
            rf"|most senior) (?:[\w'-]{{1,20}} ){{0,3}}?{_WHO}\b",
            re.I,
        ),
        "the first or last of its kind",
    ),
    (
        re.compile(
            r"\bthe (?:mayor|mp|chief constable|chief executive|director of children'?s services|bishop|vicar"
            r"|imam|rabbi|priest|lord lieutenant|high sheriff|police and crime commissioner"
            r"|leader of the council|chair of governors|head ?teacher|head of [a-z]{3,20})\b(?: (?:of|at|in|from"
            r"|for) [^.!?;,\n]{1,40})?",
            re.I,
        ),
        "a role that one person holds",
    ),
    (
        re.compile(
            r"\b(?:won|lost|killed|died|murdered|convicted|jailed|sentenced|arrested) (?:in|for|at"
            r"|after) the [^.!?;\n]{1,40}(?:fire|crash|murder|attack|bombing|trial|riot|explosion|disaster)\b",
            re.I,
        ),
        "may be looked up in the news",
    ),
    (
        re.compile(
            r"\b(?:used to|who) (?:play|plays|played|sing|sings|sang|box|boxes|boxed|race|races|raced|act|acts"
            r"|acted) for\b[^.!?;\n]{0,40}",
            re.I,
        ),
        "known to many",
    ),
    (
        re.compile(
            r"\b(?:very |extremely |ultra-?)?rare (?:genetic |medical |chromosome |metabolic )?(?:condition"
            r"|disorder|disease|syndrome)\b",
            re.I,
        ),
        "a rare condition",
    ),
)
PEOPLE: Final = re.compile(
    rf"\b([A-Z][a-z]+)[ -](?:speaking |born |heritage )?({_WHO}|interpreter|community|household)\b", re.I
)
_NOT_RARE: Final = frozenset(
    {"white", "black", "british", "english", "christian", "teams", "police", "team", "lord", "god", "adult", "public"}
)
_PEOPLES: Final = re.compile(r"(?:an?|ese|ish|i|ian|ean|ic|ch|man|ek|dish|tic|lo|mil|du|rsi|ller|psy|roma|nese)$")


def indirect(text: str) -> Iterator[Found]:
    """What may tell who somebody is without naming them, and authorities that are named."""
    for pattern, why in PATTERNS:
        for match in pattern.finditer(text):
            yield Found(*match.span(), "indirect", why)
    for match in PEOPLE.finditer(text):
        people = match.group(1).lower()
        if people in _peoples() and people not in _NOT_RARE:
            yield Found(*match.span(), "indirect", "of a people or language that may be rare here")
    for start, end in authorities(text):
        yield Found(start, end, "organisation", "an authority that is named")


def _peoples() -> frozenset[str]:
    return frozenset(word for word in words("capitals") if word in words("peoples"))
