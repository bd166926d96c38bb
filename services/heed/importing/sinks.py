"""Where an import's events go: to intake, or to a file."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TextIO

from services.heed.importing.door import Answer, Door
from services.intake.adapters.cin import Made


class Sink(Protocol):
    """Takes events in the order of the file."""

    async def take(self, events: Sequence[Made]) -> list[Answer]:
        """An answer for each."""

    async def complete(self, source: str, area: str, until: datetime, types: Sequence[str]) -> str | None:
        """All events of the types up to then have been taken; why that isn't recorded, or None."""


@dataclass(frozen=True, slots=True)
class FileSink:
    """Writes one event a line."""

    file: TextIO

    async def take(self, events: Sequence[Made]) -> list[Answer]:
        """All are taken."""
        self.file.writelines(json.dumps(made.event) + "\n" for made in events)
        return [Answer("accepted")] * len(events)

    async def complete(self, source: str, area: str, until: datetime, types: Sequence[str]) -> str | None:
        """A file holds events only."""
        return "not sent: the events were written to a file"


@dataclass(frozen=True, slots=True)
class IntakeSink:
    """Sends them as a load of history."""

    door: Door

    async def take(self, events: Sequence[Made]) -> list[Answer]:
        """Intake's answers."""
        return await self.door.events([made.event for made in events], history=True)

    async def complete(self, source: str, area: str, until: datetime, types: Sequence[str]) -> str | None:
        """Intake's answer."""
        return await self.door.complete_to(source, area, until, types)
