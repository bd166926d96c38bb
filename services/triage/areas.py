"""What holds for an area as a whole: its feeds and its rules."""

from schemas.cases import FeedCompleteTo
from services.triage.calendar import instant
from services.triage.configured import Settings
from services.triage.feeds import NEVER, AreaFeeds, Said
from services.triage.rulebook import Rulebook
from services.triage.store import Store


class UnknownRules(Exception):
    """An area works by rules that this process doesn't hold. It ends, and waits for their content."""

    def __init__(self, area: str, hash: str, held: list[str]) -> None:
        super().__init__(f"{area} works by the rules {hash}; this process holds only {', '.join(sorted(held))}")


class Areas:
    """The feeds and rulebooks of the areas of one partition."""

    def __init__(self, settings: Settings, store: Store) -> None:
        """Reads what earlier batches kept. Raises `UnknownRules`."""
        self._settings = settings
        self._store = store
        self._feeds: dict[str, AreaFeeds] = {}
        self._rulebooks = {area: self._known(area, hash) for area, hash in store.rulesets().items()}
        for area, said in store.said().items():
            self.feeds(area).load(said)

    def feeds(self, area: str) -> AreaFeeds:
        """The feeds of an area."""
        if area not in self._feeds:
            self._feeds[area] = self._settings.area_feeds(area)
        return self._feeds[area]

    def rulebook(self, area: str) -> Rulebook:
        """The rules by which an area works."""
        return self._rulebooks.get(area) or self._settings.rulebooks[self._settings.standard]

    def say(self, record: FeedCompleteTo, now: int) -> bool:
        """Take in how far a feed is complete. True when a live feed has fallen behind."""
        feeds = self.feeds(record.area)
        fell_back = feeds.say(record.agency, record.source, record.types, instant(record.complete_to), now)
        self._store.keep_said(record.area, feeds.said)
        return fell_back

    def complete_to(self, record: FeedCompleteTo) -> int:
        """The furthest instant that the feed has said for any of its types."""
        said = self.feeds(record.area).said
        return max((said.get(Said(record.agency, record.source, type), NEVER) for type in record.types), default=NEVER)

    def change_rules(self, area: str, hash: str) -> bool:
        """Work by other rules. False where they are the same. Raises `UnknownRules`."""
        before = self.rulebook(area)
        self._rulebooks[area] = self._known(area, hash)
        self._store.keep_ruleset(area, hash)
        return before.hash != hash

    def _known(self, area: str, hash: str) -> Rulebook:
        if hash not in self._settings.rulebooks:
            raise UnknownRules(area, hash, list(self._settings.rulebooks))
        return self._settings.rulebooks[hash]
