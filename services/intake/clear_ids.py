"""Fields that an agency chooses and that are stored as they are: none may hold the identifier that is sent beside."""

import re
from collections.abc import Iterator
from typing import Any, Final

from schemas.crossfield import Broken

STORED: Final = ("event_id", "about_event", "moved_event")
LEAST: Final = 5
"""Letters and digits: a shorter child id stands in other ids by chance."""


def told_beside(event: Any, identifier: str) -> Iterator[Broken]:
    """The fields of an event that hold `identifier` (labelled and normalised, as a child's pseudonym is made of it)."""
    kind, _, text = identifier.partition(":")
    for name in STORED:
        if holds(getattr(event, name, None) or "", text, whole=kind == "la"):
            yield Broken(name, "an id that doesn't hold the child's own: it is stored and sent on as it is")


def holds(value: str, text: str, *, whole: bool) -> bool:
    """Whether the value holds the text in any spelling. `whole`: only where no letter or digit is next to it."""
    letters = re.findall(r"[A-Z0-9]", text)
    if len(letters) < LEAST:
        return False
    spelt = r"[^A-Z0-9]*".join(letters)
    pattern = rf"(?<![A-Z0-9]){spelt}(?![A-Z0-9])" if whole else spelt
    return re.search(pattern, value.upper()) is not None
