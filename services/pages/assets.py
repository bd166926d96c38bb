"""The stylesheet: parts in files, served as one under a name that changes with its content."""

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

PARTS: Final = ("base.css", "blocks.css", "forms.css", "answers.css")


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """What is served, and its address."""

    content: bytes
    path: str


def stylesheet(prefix: str = "/assets") -> Stylesheet:
    """All parts in order."""
    folder = files("services.pages") / "static"
    content = b"\n".join((folder / part).read_bytes() for part in PARTS)
    return Stylesheet(content, f"{prefix}/heed-{hashlib.sha256(content).hexdigest()[:12]}.css")
