"""Rule 28, `feed_silent`: an absence against each feed's own rhythm, in the log's time of arrival."""

from collections.abc import Iterable
from dataclasses import dataclass

from services.triage.calendar import Calendar
from services.triage.configured import Settings
from services.triage.feeds import Feed
from services.triage.registers import Registers
from services.triage.spans import FOREVER


@dataclass(slots=True)
class Heard:
    """A feed of an area, and when something of it last arrived; before that, when the area's first record did.

    It is not silent before `due`, which is worked out anew only when it has come.
    """

    area: str
    feed: Feed
    at: int
    silent: bool
    due: int


class Silence:
    """Listens to the feeds of the partition's areas."""

    def __init__(self, settings: Settings, registers: Registers) -> None:
        """Reads what earlier batches kept."""
        self._settings = settings
        self._registers = registers
        self._all: list[Heard] = []
        self._areas: set[str] = set()
        self._carried: dict[tuple[str, str, str], list[Heard]] = {}
        self._said: dict[tuple[str, str, str], list[Heard]] = {}
        self._changed: dict[int, Heard] = {}
        self.due = FOREVER
        for area, known in registers.heard().items():
            self._listen(area, {name: Heard(area, self._feed(area, name), *one, 0) for name, one in known.items()})

    def event(self, area: str, agency: str, type: str, now: int) -> list[Heard]:
        """An event of an agency has arrived. Returns the feeds that had been silent."""
        if area not in self._areas:
            self._begin(area, now)
        return self._hear(self._carried.get((area, agency, type), ()), now)

    def said(self, area: str, agency: str, source: str, now: int) -> list[Heard]:
        """A feed has said how far it is complete. Returns it if it had been silent."""
        if area not in self._areas:
            self._begin(area, now)
        return self._hear(self._said.get((area, agency, source), ()), now)

    def next(self, through: int) -> Heard | None:
        """The next feed that falls silent up to that instant, at its `due`."""
        while self.due <= through:
            one = min(self._all, key=lambda one: (one.due, one.area, one.feed.agency, one.feed.source))
            due = _due(one, self._settings.calendar)
            if due == one.due:
                return one
            one.due = due
            self._next()
        return None

    def fall(self, one: Heard) -> int:
        """A feed falls silent. Returns the instant at which it does."""
        at, one.silent, one.due = one.due, True, FOREVER
        self._change(one)
        return at

    def keep(self) -> None:
        """Write what has changed."""
        self._registers.keep_heard(
            (one.area, one.feed.agency, one.feed.source, one.at, one.silent) for one in self._changed.values()
        )
        self._changed.clear()

    def mute(self, area: str) -> Iterable[Feed]:
        """The silent feeds of an area."""
        return (one.feed for one in self._all if one.area == area and one.silent)

    def _hear(self, heard: Iterable[Heard], now: int) -> list[Heard]:
        back = []
        for one in heard:
            one.at = now
            self._changed[id(one)] = one
            if one.silent:
                one.silent = False
                one.due = _due(one, self._settings.calendar)
                back.append(one)
        if back:
            self._next()
        return back

    def _change(self, one: Heard) -> None:
        self._changed[id(one)] = one
        self._next()

    def _next(self) -> None:
        self.due = min((one.due for one in self._all), default=FOREVER)

    def _begin(self, area: str, now: int) -> None:
        feeds = (feed for feed in self._settings.feeds.get(area, ()) if feed.rhythm is not None)
        self._listen(area, {(feed.agency, feed.source): Heard(area, feed, now, False, 0) for feed in feeds})
        for one in self._all:
            if one.area == area:
                self._changed[id(one)] = one

    def _listen(self, area: str, known: dict[tuple[str, str], Heard]) -> None:
        self._areas.add(area)
        for (agency, source), one in sorted(known.items()):
            one.due = _due(one, self._settings.calendar)
            self._all.append(one)
            self._said[area, agency, source] = [one]
            for type in one.feed.types:
                self._carried.setdefault((area, agency, type), []).append(one)
        self._next()

    def _feed(self, area: str, name: tuple[str, str]) -> Feed:
        return next(feed for feed in self._settings.feeds[area] if (feed.agency, feed.source) == name)


def _due(one: Heard, calendar: Calendar) -> int:
    if one.silent or one.feed.rhythm is None:
        return FOREVER
    return one.feed.rhythm.between(one.at, one.at, calendar)
