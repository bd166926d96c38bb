"""Where Heed keeps things on this machine."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """`home` is this installation's own folder (git-ignored); `cache` is shared by all on the machine."""

    home: Path
    cache: Path

    @property
    def state(self) -> Path:
        """The folds' files. All can be deleted: they are rebuilt from the log."""
        return self.home / "state"

    @property
    def spool(self) -> Path:
        """Intake's outbox: what it has promised to keep. Never deleted while it holds anything."""
        return self.home / "spool"

    @property
    def run(self) -> Path:
        """What belongs to a running demo: process manager's configuration, socket, logs, addresses."""
        return self.home / "run"

    @property
    def kafka(self) -> Path:
        """The log of a Kafka that was started here."""
        return self.home / "kafka"


def cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """For one-time downloads: `HEED_CACHE`, else the user's cache folder (XDG Base Directory Specification)."""
    base = environment.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(environment.get("HEED_CACHE") or Path(base) / "heed")
