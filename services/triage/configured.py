"""What triage takes from the configuration: clocks, feeds and the modes of rules."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable

from schemas.codes import Severity
from schemas.configuration import Cadence, ClockEdition, Configuration
from services.triage.calendar import Calendar, england
from services.triage.compiler import Clock, compile_rules
from services.triage.feeds import SHARED, AreaFeeds, Feed
from services.triage.limits import Edition, Limit
from services.triage.modes import Modes
from services.triage.moding import modes, refuse_unknown
from services.triage.rulebook import Rulebook
from services.triage.ruleset import RuleFiles, packaged

RHYTHMS: Mapping[Cadence, Limit] = {
    "live": Limit((Edition(0, 1, "working_days"),)),
    "hourly": Limit((Edition(0, 1, "working_days"),)),
    "nightly": Limit((Edition(0, 2, "working_days"),)),
    "weekly": Limit((Edition(0, 6, "working_days"),)),
}
"""How long nothing may arrive from a feed before it is silent, by its cadence: one delivery missed, over a weekend or
a bank holiday too. A quiet night is no outage."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All that the fold decides by besides its log.

    `rulebooks` are by hash; the one named by `standard` holds where an area has no other.
    """

    calendar: Calendar
    clocks: Mapping[str, Clock]
    feeds: Mapping[str, tuple[Feed, ...]]
    rulebooks: Mapping[str, Rulebook]
    standard: str
    engine: str

    def area_feeds(self, area: str) -> AreaFeeds:
        """The feeds of an area, before they have said anything."""
        return AreaFeeds(self.feeds.get(area, ()))

    def acknowledge(self, severity: Severity) -> Limit | None:
        """How long an alert of that severity may stay unacknowledged; None for what needs no acknowledgement."""
        clock = self.clocks.get(f"acknowledge_{severity.lower()}")
        return None if clock is None else clock.limit

    def decide(self, severity: Severity) -> Limit | None:
        """How long a decision may take once the alert is acknowledged."""
        clock = self.clocks.get(f"decide_{severity.lower()}")
        return None if clock is None else clock.limit


def settings(configuration: Configuration, rules: RuleFiles | None = None) -> Settings:
    """The settings, with the packaged rules where none are given. Raises `BadRules`."""
    files = rules or packaged()
    hours = configuration.working_hours
    calendar = england(hours.start, hours.end)
    named = clocks(configuration)
    rulebook = Rulebook(files.hash, compile_rules(files, named, calendar, _modes(configuration, rules, calendar)))
    return Settings(
        calendar=calendar,
        clocks=named,
        feeds=_feeds(configuration),
        rulebooks={files.hash: rulebook},
        standard=files.hash,
        engine=engine_hash(configuration, files),
    )


def clocks(configuration: Configuration) -> dict[str, Clock]:
    """The configuration's clocks by name."""
    return {name: _clock(editions) for name, editions in configuration.clocks.items()}


def engine_hash(configuration: Configuration, rules: RuleFiles | None = None) -> str:
    """One hash of all that outputs depend on besides the log: code, contracts, calendar, configuration, rules."""
    files = rules or packaged()
    hours = configuration.working_hours
    calendar = england(hours.start, hours.end)
    digest = hashlib.sha256()
    for package in ("services.triage", "schemas"):
        for name, content in sorted(_sources(resources.files(package), "")):
            digest.update(f"{name}\n{len(content)}\n".encode() + content)
    digest.update(repr((tuple(calendar.midnights), tuple(calendar.workdays), hours)).encode())
    digest.update(configuration.model_dump_json(include={"clocks", "feeds", "rules"}).encode())
    digest.update(repr([(one.id, one.kind, one.officers) for one in configuration.agencies]).encode())
    digest.update(files.hash.encode())
    return digest.hexdigest()


def _modes(configuration: Configuration, rules: RuleFiles | None, calendar: Calendar) -> dict[str, Modes]:
    """Rules of a folder are being tried: the configuration may name others. Of those that run none may be misspelt."""
    texts = (rules or packaged()).read()
    if rules is None:
        refuse_unknown(configuration, texts.values())
    return modes(configuration, texts.values(), calendar)


def _sources(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for one in folder.iterdir():
        if one.is_dir():
            found += _sources(one, f"{path}{one.name}/")
        elif one.name.endswith(".py"):
            found.append((f"{path}{one.name}", one.read_bytes()))
    return found


def _clock(editions: tuple[ClockEdition, ...]) -> Clock:
    warned = all(one.warn is not None for one in editions)
    limit = Limit(tuple(Edition(one.valid_from.toordinal(), one.amount, one.unit) for one in editions))
    warn = Limit(tuple(Edition(one.valid_from.toordinal(), one.warn or 0, one.unit) for one in editions))
    return Clock(limit, warn if warned else None)


def _feeds(configuration: Configuration) -> dict[str, tuple[Feed, ...]]:
    found: dict[str, tuple[Feed, ...]] = {}
    kinds = {one.id: one.kind for one in configuration.agencies}
    for feed in configuration.feeds:
        types = frozenset(feed.types)
        shared = types & SHARED.get(kinds[feed.agency], frozenset())
        one = Feed(feed.source, feed.agency, types, feed.cadence == "live", RHYTHMS[feed.cadence], shared)
        found[feed.area] = (*found.get(feed.area, ()), one)
    return found
