"""What holds for an area as a whole: its feeds, its rules, and the corrections of its children's keys."""

from schemas.cases import FeedCompleteTo
from services.triage.calendar import instant
from services.triage.configured import Settings
from services.triage.corrections import Corrections, Reach, Redirect
from services.triage.feeds import NEVER, AreaFeeds, Said
from services.triage.registers import Registers
from services.triage.rulebook import Rulebook


class UnknownRules(Exception):
    """An area works by rules that this process doesn't hold. It ends, and waits for their content."""

    def __init__(self, area: str, hash: str, held: list[str]) -> None:
        super().__init__(f"{area} works by the rules {hash}; this process holds only {', '.join(sorted(held))}")


class Areas:
    """The feeds, rulebooks and corrections of the areas of one partition."""

    def __init__(self, settings: Settings, registers: Registers) -> None:
        """Reads what earlier batches kept. Raises `UnknownRules`."""
        self._settings = settings
        self._registers = registers
        self._feeds: dict[str, AreaFeeds] = {}
        self._rulebooks = {area: self._known(area, hash) for area, hash in registers.rulesets().items()}
        self._corrections = {area: Corrections(found) for area, found in registers.corrections().items()}
        for area, said in registers.said().items():
            self.feeds(area).load(said)

    def feeds(self, area: str) -> AreaFeeds:
        """The feeds of an area."""
        if area not in self._feeds:
            self._feeds[area] = self._settings.area_feeds(area)
        return self._feeds[area]

    def rulebook(self, area: str) -> Rulebook:
        """The rules by which an area works."""
        return self._rulebooks.get(area) or self._settings.rulebooks[self._settings.standard]

    def corrections(self, area: str) -> Corrections:
        """The corrections that are in force in an area."""
        if area not in self._corrections:
            self._corrections[area] = Corrections()
        return self._corrections[area]

    def correct(self, area: str, ref: str, found: Redirect | None) -> Reach:
        """A correction says this from now on; None takes it back."""
        self._registers.keep_correction(area, ref, found)
        return self.corrections(area).put(ref, found)

    def say(self, record: FeedCompleteTo, now: int) -> bool:
        """Take in how far a feed is complete. True when a live feed has fallen behind."""
        feeds = self.feeds(record.area)
        fell_back = feeds.say(record.agency, record.source, record.types, instant(record.complete_to), now)
        self._registers.keep_said(record.area, feeds.said)
        return fell_back

    def complete_to(self, record: FeedCompleteTo) -> int:
        """The furthest instant that the feed has said for any of its types."""
        said = self.feeds(record.area).said
        return max((said.get(Said(record.agency, record.source, type), NEVER) for type in record.types), default=NEVER)

    def change_rules(self, area: str, hash: str) -> bool:
        """Work by other rules. False where they are the same. Raises `UnknownRules`."""
        before = self.rulebook(area)
        self._rulebooks[area] = self._known(area, hash)
        self._registers.keep_ruleset(area, hash)
        return before.hash != hash

    def _known(self, area: str, hash: str) -> Rulebook:
        if hash not in self._settings.rulebooks:
            raise UnknownRules(area, hash, list(self._settings.rulebooks))
        return self._settings.rulebooks[hash]
