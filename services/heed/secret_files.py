"""Secrets of the installation that aren't one service's: each in a file that only its owner can read."""

import contextlib
import os
import secrets
from pathlib import Path

DEAD_LETTER_BYTES = 64  # AES-SIV with two keys of 256 bits (RFC 5297)


def dead_letter_key(path: Path) -> bytes:
    """The key under which refused records are kept; made when there is none yet."""
    return bytes.fromhex(kept_secret(path, DEAD_LETTER_BYTES))


def internal_key(keys: Path) -> str:
    """What the installation's own commands and pages show to read internal counts; made when there is none yet."""
    return kept_secret(keys / "internal-key", 32)


def kept_secret(path: Path, size: int) -> str:
    """The file's content; `size` random bytes in hexadecimal where it doesn't exist. Safe when two ask at once."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_hex(size))
        with contextlib.suppress(FileExistsError):  # another process was first: its secret is the one
            os.link(draft, path)
        draft.unlink()
    return path.read_text()
