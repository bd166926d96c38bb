"""What runs here now, so that `heed status` in a second terminal finds it."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import psutil


@dataclass(frozen=True, slots=True)
class Running:
    """Left in a file by `heed demo` and `heed broker` while they run."""

    bootstrap: str
    prefix: str | None = None
    home: str | None = None
    """The folder of the running installation, where it isn't the usual one."""
    addresses: dict[str, str] = field(default_factory=dict)
    """The base URL of each service."""
    pid: int = field(default_factory=os.getpid)


def running(file: Path) -> Running | None:
    """Who left the file, if that process still lives."""
    try:
        found = Running(**json.loads(file.read_text()))
    except FileNotFoundError:
        return None
    return found if psutil.pid_exists(found.pid) else None


@contextmanager
def announced(file: Path, what: Running) -> Iterator[None]:
    """Leave `what` in the file while the block runs."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(asdict(what)))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)
