"""How far the feeds of one area are complete: what has not been recorded is not what was not done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from services.triage.calendar import HOUR
from services.triage.limits import Limit
from services.triage.spans import FOREVER, Facts

NEVER = -FOREVER
"""Earlier than every instant: a feed that has not yet said how far it is complete."""
WRITTEN_HERE = frozenset({"incident_reported"})
"""Event types that no feed carries, because intake writes them."""
LIVE_LAG = HOUR
"""A live feed that says that it is complete to no later than this before now has fallen behind."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed of the configuration. A `live` one is complete to now; another to what it last said, by type.

    It is silent when nothing of it has arrived for as long as `rhythm`; one without a rhythm never is.
    """

    source: str
    agency: str
    types: frozenset[str]
    live: bool
    rhythm: Limit | None = None


class Said(NamedTuple):
    """What a feed has said of a type."""

    agency: str
    source: str
    type: str


@dataclass(slots=True)
class AreaFeeds:
    """The feeds of an area, the instants that they have said (`FOREVER`: a live feed that keeps up), and the silent.

    `version` is another number after each change.
    """

    feeds: tuple[Feed, ...]
    said: dict[Said, int] = field(default_factory=dict)
    mute: set[Feed] = field(default_factory=set)
    version: int = 0
    _carried: frozenset[str] = frozenset()
    _known: dict[tuple[str, frozenset[str]], int] = field(default_factory=dict)
    _able: dict[tuple[str, frozenset[str], frozenset[str]], bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._carried = WRITTEN_HERE.union(*(feed.types for feed in self.feeds))

    def say(self, agency: str, source: str, types: Iterable[str], complete_to: int, now: int) -> bool:
        """A feed says at `now` that it is complete to an instant. True when that takes back what it had said.

        Only a live feed can do so: as long as it keeps up with the log's time it needs to say nothing, and once it says
        that it is behind, it is complete to what it says until it has caught up.
        """
        self._changed()
        fell_back = False
        for feed in self.feeds:
            if (feed.agency, feed.source) == (agency, source):
                fell_back |= any([self._say(feed, type, complete_to, now) for type in types if type in feed.types])
        return fell_back

    def load(self, said: Mapping[Said, int]) -> None:
        """Take over what was said before."""
        self._changed()
        self.said.update(said)

    def silence(self, feeds: Iterable[Feed]) -> None:
        """Nothing comes from these any more."""
        self._changed()
        self.mute.update(feeds)

    def hear(self, feed: Feed) -> None:
        """Something has come again from a feed."""
        self._changed()
        self.mute.discard(feed)

    def evaluable(self, rule: Facts, agency: str) -> bool:
        """Whether a feed of the area carries a triggering type, and the agency's own all types that could cure."""
        key = (agency, rule.triggers, rule.cures)
        if key not in self._able:
            carried = not self._carried.isdisjoint(rule.triggers)
            self._able[key] = carried and all(self._of(agency, type) for type in rule.cures)
        return self._able[key]

    def silent(self, agency: str, types: frozenset[str]) -> bool:
        """Whether a feed of the agency that carries one of the types is silent."""
        return any(feed.agency == agency and not feed.types.isdisjoint(types) for feed in self.mute)

    def complete(self, agency: str, types: frozenset[str]) -> int:
        """The least instant that the agency's feeds have said for those of the types that they carry."""
        key = (agency, types)
        if key not in self._known:
            said = (self._said(feed, type) for type in types for feed in self._of(agency, type))
            self._known[key] = min(said, default=FOREVER)
        return self._known[key]

    def _changed(self) -> None:
        self._known.clear()
        self.version += 1

    def _say(self, feed: Feed, type: str, complete_to: int, now: int) -> bool:
        key, before = Said(feed.agency, feed.source, type), self._said(feed, type)
        if feed.live:
            self.said[key] = FOREVER if complete_to >= now - LIVE_LAG else complete_to
        else:
            self.said[key] = max(complete_to, before)
        return self.said[key] < before

    def _of(self, agency: str, type: str) -> list[Feed]:
        return [feed for feed in self.feeds if feed.agency == agency and type in feed.types]

    def _said(self, feed: Feed, type: str) -> int:
        return self.said.get(Said(feed.agency, feed.source, type), FOREVER if feed.live else NEVER)
