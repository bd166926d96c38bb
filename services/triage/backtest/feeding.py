"""How far what was kept is complete, for files and for the log."""

from collections.abc import Iterable, Mapping

from schemas.cases import FeedCompleteTo
from services.triage.backtest.kept import Kept
from services.triage.calendar import instant
from services.triage.feeds import AreaFeeds, Feed


def file_feeds(
    kept: Kept, carried: Mapping[str, tuple[Feed, ...]], also: frozenset[str] = frozenset()
) -> dict[str, AreaFeeds]:
    """For a file: the types that it holds or could (`also`), and those of these feeds, are carried, complete to now."""
    found: dict[str, AreaFeeds] = {}
    responsible = kept.agencies()
    for area, types in kept.types().items():
        feeds = carried.get(area, ())
        agencies = responsible[area].union(feed.agency for feed in feeds)
        live = (Feed(feed.source, feed.agency, feed.types, True) for feed in feeds)
        found[area] = AreaFeeds((*live, *(Feed("file", agency, types | also, True) for agency in sorted(agencies))))
    return found


def log_feeds(
    kept: Kept, carried: Mapping[str, tuple[Feed, ...]], said: Iterable[tuple[FeedCompleteTo, int]]
) -> dict[str, AreaFeeds]:
    """For a log: these feeds, as far as each has said that it is complete. `said`: with the log's time of each."""
    found = {area: AreaFeeds(carried.get(area, ())) for area in kept.types()}
    for one, now in said:
        if one.area in found:
            found[one.area].say(one.agency, one.source, one.types, instant(one.complete_to), now)
    return found
