"""Made-up people from many countries (Faker), and ways in which their names are written."""

import random
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from faker import Faker

TUNING = (
    "pl_PL",
    "yo_NG",
    "ro_RO",
    "tr_TR",
    "en_IN",
    "es_ES",
    "fr_FR",
    "de_DE",
    "cs_CZ",
    "tw_GH",
    "en_TH",
    "az_AZ",
    "en_IE",
)
HELD_OUT = (
    "it_IT",
    "ig_NG",
    "ha_NG",
    "lt_LT",
    "en_PK",
    "zu_ZA",
    "id_ID",
    "hu_HU",
    "nl_NL",
    "en_KE",
    "uz_UZ",
    "sw",
    "pt_PT",
    "ga_IE",
)
"""Locales whose names Faker writes in Latin letters; the two sets share none."""

_LOOK = str.maketrans("aeopcxyiAEOPCXHKMT", "аеорсхуіАЕОРСХНКМТ")  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Person:
    """Forename and surname."""

    first: str
    last: str

    @property
    def initials(self) -> str:
        """Such as "J.K."."""
        return f"{self.first[0]}.{self.last[0]}."


@cache
def faker(locale: str) -> Faker:
    """One generator a locale; seed it before use."""
    return Faker(locale)


def person(random_: random.Random, locales: tuple[str, ...]) -> Person:
    """One in twelve has a double-barrelled surname, one in twenty a double forename."""
    one = faker(random_.choice(locales))
    one.seed_instance(random_.getrandbits(32))
    first, last = one.first_name(), one.last_name()
    if random_.random() < 1 / 12:
        last = f"{last}-{one.last_name()}"
    if random_.random() < 1 / 20:
        first = f"{first}-{one.first_name()}"
    return Person(first, last)


def _slip(name: str, random_: random.Random) -> str:
    """Two neighbouring letters changed over, not the first."""
    letters = len(name.rstrip(","))
    at = random_.randrange(1, letters - 1) if letters > 3 else 0
    return name if not at else name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _unseen(name: str, random_: random.Random) -> str:
    at = random_.randrange(1, max(2, len(name)))
    return name[:at] + random_.choice("\u200b\u200d\u00ad\u2060\ufeff") + name[at:]


def _wide(name: str, _: random.Random) -> str:
    return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in name)


def _bold(name: str, _: random.Random) -> str:
    return "".join(
        chr(0x1D400 + ord(each) - 65)
        if "A" <= each <= "Z"
        else chr(0x1D41A + ord(each) - 97)
        if "a" <= each <= "z"
        else each
        for each in name
    )


def _marked(name: str, random_: random.Random) -> str:
    at = random_.randrange(1, len(name) + 1)
    return unicodedata.normalize("NFD", name[:at] + "\u0336\u0301" + name[at:])


WAYS: dict[str, Callable[[str, random.Random], str]] = {
    "as it is": lambda name, _: name,
    "lower case": lambda name, _: name.lower(),
    "capitals": lambda name, _: name.upper(),
    "a slip": _slip,
    "no accents": lambda name, _: unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode() or name,
    "look-alikes": lambda name, _: name.translate(_LOOK),
    "unseen characters": _unseen,
    "full width": _wide,
    "bold letters": _bold,
    "combining marks": _marked,
}
WEIGHTS = (40, 22, 3, 6, 9, 4, 4, 4, 4, 4)
