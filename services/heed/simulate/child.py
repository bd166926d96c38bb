"""A simulated child, and the events that agencies record about it."""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from services.heed.simulate.calendar import DAY, at, later
from services.heed.simulate.chance import Dice
from services.heed.simulate.entries import Body, CaseEventEntry, Entry
from services.heed.simulate.world import Place
from services.intake.adapters.cin.values import age_band

SOON = (timedelta(minutes=5), timedelta(hours=6))
"""How soon most events are recorded."""


@dataclass(slots=True)
class Child:
    """Whose events these are. `entries` is what has been recorded so far, in no order."""

    place: Place
    name: str
    born: date
    dice: Dice
    family: str | None = None
    entries: list[Entry] = field(default_factory=list)
    key: str = ""

    def __post_init__(self) -> None:
        self.key = self.place.pseudonym(self.name)

    def band(self, day: date) -> str:
        """The age band on that day."""
        return age_band(self.born, day)

    def record(
        self, type: str, when: datetime, *, by: str | None = None, recorded: datetime | None = None, **fields: Any
    ) -> CaseEventEntry:
        """An event, to the minute, recorded the same or the next day unless `recorded` says when."""
        agency = by or self.place.responsible.id
        kept = recorded or self._soon(when)
        body: Body = {
            "type": type,
            "event_id": self._id(type),
            "revision": 1,
            "area": self.place.area.code,
            "subject_key": self.key,
            **({"family_key": self.family} if self.family else {}),
            "agency": agency,
            **self._team(agency),
            "responsible_agency": self.place.responsible.id,
            "occurred_at": when.isoformat(),
            "occurred_precision": "minute",
            "recorded_at": kept.isoformat(),
            "age_band": self.band(when.date()),
            **fields,
        }
        return self._keep(CaseEventEntry(kept, agency, body))

    def again(self, entry: CaseEventEntry, when: datetime) -> CaseEventEntry:
        """The same record, sent once more."""
        return self._keep(CaseEventEntry(when, entry.agency, entry.body, entry.sound))

    def amend(self, entry: CaseEventEntry, when: datetime, **changes: Any) -> CaseEventEntry:
        """A higher revision of the event, recorded then."""
        revised = {"revision": entry.body["revision"] + 1, "recorded_at": when.isoformat()}
        return self._keep(CaseEventEntry(when, entry.agency, {**entry.body, **revised, **changes}))

    def withdraw(self, entry: CaseEventEntry, when: datetime) -> CaseEventEntry:
        """A revision that takes the event back."""
        return self.amend(entry, when, withdrawn=True)

    def _soon(self, when: datetime) -> datetime:
        return min(later(when, self.dice.between(*SOON)), at(when.date() + DAY, 23, 59))

    def _keep(self, entry: CaseEventEntry) -> CaseEventEntry:
        self.entries.append(entry)
        return entry

    def _team(self, agency: str) -> dict[str, str]:
        teams = self.place.teams.get(agency, ())
        return {"team": self.dice.choice(teams).id} if teams else {}

    def _id(self, type: str) -> str:
        source = f"{self.key}|{type}|{len(self.entries)}"
        return "sim:" + hashlib.blake2b(source.encode(), digest_size=12).hexdigest()


def child_name(*labels: object) -> str:
    """An invented child id, as an authority's system might hold it."""
    return "SIM" + hashlib.blake2b("|".join(map(str, labels)).encode(), digest_size=8).hexdigest().upper()
