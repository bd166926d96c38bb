"""How far the feeds of one area are complete: what has not been recorded is not what was not done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from schemas.configuration import AgencyKind
from services.triage.calendar import HOUR
from services.triage.limits import Limit
from services.triage.spans import FOREVER, Facts

NEVER = -FOREVER
"""Earlier than every instant: a feed that has not yet said how far it is complete."""
WRITTEN_HERE = frozenset({"incident_reported"})
"""Event types that no feed carries, because intake writes them."""
SHARED: Mapping[AgencyKind, frozenset[str]] = {
    "health": frozenset({"appointment_attended"}),
    "police": frozenset({"missing_ended"}),
}
"""What one kind of agency records for all: an authority's own system needn't hold it for its absence to be told. Visits
are not among them: a nurse's visit doesn't stand for the social worker's."""
FOR_ALL = frozenset[str]().union(*SHARED.values())
LIVE_LAG = HOUR
"""A live feed that says that it is complete to no later than this before now has fallen behind."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed of the configuration. A `live` one is complete to now; another to what it last said, by type.

    It is silent when nothing of it has arrived for as long as `rhythm`; one without a rhythm never is. Of its types the
    `shared` ones are for every agency of the area that doesn't carry them itself.
    """

    source: str
    agency: str
    types: frozenset[str]
    live: bool
    rhythm: Limit | None = None
    shared: frozenset[str] = frozenset()


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
    _known: dict[tuple[str, frozenset[str]], tuple[int, str]] = field(default_factory=dict)
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
        """Whether a feed of the area carries a triggering type, and the agency's own all types that could cure.

        Of these, shared types may come from another's feed. Where the rule is off, it isn't.
        """
        if agency in rule.off:
            return False
        key = (agency, rule.triggers, rule.cures)
        if key not in self._able:
            carried = not self._carried.isdisjoint(rule.triggers)
            self._able[key] = carried and all(self._of(agency, type) for type in rule.cures)
        return self._able[key]

    def silent(self, agency: str, types: frozenset[str]) -> bool:
        """Whether a feed is silent from which the agency would have one of the types."""
        return any(feed in self.mute for type in types for feed in self._of(agency, type)) if self.mute else False

    def complete(self, agency: str, types: frozenset[str]) -> int:
        """The least instant that has been said for those of the types that come from feeds, to this agency."""
        return self._least(agency, types)[0]

    def behind(self, agency: str, types: frozenset[str]) -> str:
        """The agency whose feed said that: it must say more before more can be said."""
        return self._least(agency, types)[1]

    def _least(self, agency: str, types: frozenset[str]) -> tuple[int, str]:
        key = (agency, types)
        if key not in self._known:
            said = ((self._said(feed, type), feed.agency) for type in types for feed in self._of(agency, type))
            self._known[key] = min(said, default=(FOREVER, agency))
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
        """The agency's own feeds of a type, or where it has none those that share it."""
        own = [feed for feed in self.feeds if feed.agency == agency and type in feed.types]
        return own or [feed for feed in self.feeds if type in feed.shared]

    def _said(self, feed: Feed, type: str) -> int:
        return self.said.get(Said(feed.agency, feed.source, type), FOREVER if feed.live else NEVER)
