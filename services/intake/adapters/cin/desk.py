"""Who sends a census, and the child whose part of it is in hand."""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from services.intake.adapters.cin.fates import Fates
from services.intake.adapters.cin.header import Header
from services.intake.adapters.cin.values import age_band, start_of

EVENT_IDS: Final = "cin:"
"""What the ids of a census's events begin with."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends: the area's ONS code, the agency's id, and how a child id becomes a key (or IdentifierError)."""

    area: str
    agency: str
    key_of: Callable[[str], str]


@dataclass(slots=True)
class Desk:
    """What is known of the child in hand."""

    head: Header
    sender: Sender
    fates: Fates
    key: str
    born: date | None
    died: date | None = None
    closed: date | None = None
    """When the episode in hand was closed."""
    _ordinals: Counter[tuple[str, date]] = field(default_factory=Counter)

    def event(self, type: str, day: date, derived: bool) -> dict[str, object]:
        """The fields that all events share. The id is a hash of the key, type, day and how many of them came before."""
        self._ordinals[type, day] += 1
        source = f"{self.key}|{type}|{day}|{self._ordinals[type, day]}"
        return {
            "type": type,
            "event_id": EVENT_IDS + hashlib.blake2b(source.encode(), digest_size=20).hexdigest(),
            "revision": self.head.revision,
            "area": self.sender.area,
            "subject_key": self.key,
            "agency": self.sender.agency,
            "responsible_agency": self.sender.agency,
            "occurred_at": start_of(day).isoformat(),
            "occurred_precision": "day",
            "recorded_at": self.head.made.isoformat(),
            "derived": derived,
        } | ({"age_band": age_band(self.born, day)} if self.born else {})
