"""Secrets of the installation are made once, and only their owner reads them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from services.heed.secret_files import DEAD_LETTER_BYTES, dead_letter_key, internal_key


def test_all_who_ask_at_once_get_the_same_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: dead_letter_key(tmp_path / "keys" / "dead-letter"), range(64)))
    assert len(found) == 1
    assert len(found.pop()) == DEAD_LETTER_BYTES
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["dead-letter"]


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    internal_key(tmp_path / "keys")
    assert (tmp_path / "keys").stat().st_mode & 0o077 == 0
    assert (tmp_path / "keys" / "internal-key").stat().st_mode & 0o077 == 0
