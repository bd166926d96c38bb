"""The two ways an import can go: to intake with the area's key, or to a file."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import httpx

from schemas.configuration import Configuration
from services.heed.errors import UserError
from services.heed.importing.door import Door
from services.heed.importing.keys import DEMO_KEY, api_key, area_key, area_of, sender_of
from services.heed.importing.run import Feed
from services.heed.importing.sinks import FileSink, IntakeSink
from services.intake.adapters.cin import MAKES, Header, Problem, Sender

Note = Callable[[Problem], None]
TYPES = frozenset(type for types in MAKES.values() for type in types)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the user asked for. `key_file` is the area's key where it isn't in the key folder."""

    configuration: Configuration
    intake: str
    area: str | None = None
    key_file: Path | None = None

    @property
    def keys(self) -> Path:
        """The key folder."""
        return self.configuration.keys.directory

    def feed(self, sender: Sender) -> Feed:
        """Of the sender's feeds, the one that carries most of what a census holds. Raises `UserError`."""
        own = [feed for feed in self.configuration.feeds if (feed.agency, feed.area) == (sender.agency, sender.area)]
        if not own:
            raise UserError(f"{sender.agency} has no feed in {sender.area}: add one to the configuration.")
        best = max(own, key=lambda feed: len(TYPES.intersection(feed.types)))
        return Feed(best.source, frozenset(best.types))


@dataclass(frozen=True, slots=True)
class ToIntake:
    """Needs the area's key and the agency's."""

    wanted: Wanted
    note: Note
    client: httpx.AsyncClient

    def sender(self, head: Header) -> Sender:
        """By the area's own key."""
        area = area_of(self.wanted.configuration, head, self.wanted.area)
        key = area_key(self.wanted.keys, area, self.wanted.key_file)
        return sender_of(self.wanted.configuration, area, key)

    def sink(self, sender: Sender) -> IntakeSink:
        """Intake, by the agency's API key."""
        return IntakeSink(Door(self.client, api_key(self.wanted.keys, sender.agency)))

    def feed(self, sender: Sender) -> Feed:
        """The configuration's."""
        return self.wanted.feed(sender)


@dataclass(frozen=True, slots=True)
class ToFile:
    """Needs no key: one that anyone has makes the pseudonyms, unless a file names another."""

    wanted: Wanted
    note: Note
    file: TextIO

    def sender(self, head: Header) -> Sender:
        """By the demo's key or the named one."""
        area = area_of(self.wanted.configuration, head, self.wanted.area)
        named = self.wanted.key_file
        key = DEMO_KEY if named is None else area_key(self.wanted.keys, area, named)
        return sender_of(self.wanted.configuration, area, key)

    def sink(self, sender: Sender) -> FileSink:
        """The file."""
        return FileSink(self.file)

    def feed(self, sender: Sender) -> Feed:
        """The configuration's."""
        return self.wanted.feed(sender)
