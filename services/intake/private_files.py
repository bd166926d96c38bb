"""Files with secrets: made for their owner only, and refused when others may read them."""

import os
import stat
from pathlib import Path


class ReadableByOthersError(PermissionError):
    """A file with a secret may be read by its group or by all."""


def read_private(path: Path) -> bytes:
    """The content. Raises `ReadableByOthersError`, with what to do, unless only its owner may read it."""
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise ReadableByOthersError(f"{path} has mode {mode:o}, so others may read it: chmod 600 {path}")
    return path.read_bytes()


def write_private(path: Path, content: bytes) -> None:
    """Write for the owner only, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
