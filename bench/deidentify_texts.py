"""Texts made of templates, people and numbers, with what should be taken away from each."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bench.deidentify_people import WAYS, WEIGHTS, Person, faker, person
from bench.deidentify_values import VALUES

SLOT: Final = re.compile(r"\{([a-z]+)(\d?)\}")
LOWER: Final = (0, 75, 0, 8, 9, 2, 2, 1, 1, 2)
"""How names are written in a text that has no capitals."""
NAMELESS: Final = 3
"""One text in so many names nobody."""


@dataclass(frozen=True, slots=True)
class Gold:
    """An identifier in a text: where, of which type, written in which way."""

    start: int
    end: int
    type: str
    way: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text and all that identifies somebody in it."""

    text: str
    golds: tuple[Gold, ...]


def texts(
    count: int, seed: int, templates: Sequence[str], nobody: Sequence[str], locales: tuple[str, ...]
) -> list[Text]:
    """So many texts; the same seed gives the same."""
    random_ = random.Random(seed)
    return [
        Text(random_.choice(nobody), ())
        if number % NAMELESS == 0
        else _filled(random_.choice(templates), random_, locales)
        for number in range(count)
    ]


def _filled(template: str, random_: random.Random, locales: tuple[str, ...]) -> Text:
    people = [person(random_, locales) for _ in range(4)]
    small = SLOT.sub("", template).islower()
    way = random_.choices(list(WAYS), LOWER if small else WEIGHTS)[0]
    parts: list[str] = []
    golds: list[Gold] = []
    at = end = 0
    for match in SLOT.finditer(template):
        parts.append(template[end : match.start()])
        at += len(parts[-1])
        value, kind, how = _value(match, people, way, random_)
        golds.append(Gold(at, at + len(value), kind, how))
        parts.append(value)
        at, end = at + len(value), match.end()
    return Text("".join([*parts, template[end:]]), tuple(golds))


def _value(match: re.Match[str], people: list[Person], way: str, random_: random.Random) -> tuple[str, str, str]:
    slot, one = match.group(1), people[int(match.group(2) or 0)]
    if slot in VALUES:
        kind, draw = VALUES[slot]
        return draw(random_), kind, slot
    if slot in {"town", "school"}:
        return _named(slot, random_)
    if slot == "i":
        return one.initials, "name", "initials"
    written = {"n": _whole(one, random_), "f": one.first, "s": one.last}[slot]
    return " ".join(WAYS[way](part, random_) for part in written.split()), "name", way


def _whole(one: Person, random_: random.Random) -> str:
    return random_.choice(
        (f"{one.first} {one.last}",) * 5 + (f"{one.first[0]}. {one.last}", f"{one.last}, {one.first}")
    )


def _named(slot: str, random_: random.Random) -> tuple[str, str, str]:
    one = faker("en_GB")
    one.seed_instance(random_.getrandbits(32))
    town = one.city()
    kind = random_.choice(("Primary School", "Academy", "High School", "C of E Primary", "Nursery", "College"))
    return (town, "place", "town") if slot == "town" else (f"{town} {kind}", "setting", "school")
