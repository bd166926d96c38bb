"""The key of each area, for agencies that hand a child's identifier over: one private file an area."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from services.intake.private_files import read_private, write_private

FOLDER: Final = "area-keys"


@dataclass(frozen=True, slots=True)
class AreaKey:
    """An authority's key and its version, which travels with each pseudonym."""

    version: int
    key: bytes = field(repr=False)


def area_key_file(directory: Path, area: str) -> Path:
    """Where the key of an area lies."""
    return directory / FOLDER / f"{area}.json"


def load_area_key(path: Path) -> AreaKey:
    """Raises `ReadableByOthersError`, `FileNotFoundError`."""
    stored = json.loads(read_private(path))
    return AreaKey(stored["version"], bytes.fromhex(stored["key"]))


def load_area_keys(directory: Path, areas: Iterable[str]) -> Mapping[str, AreaKey]:
    """The keys that are held here; an area whose key isn't takes pseudonyms only."""
    files = {area: area_key_file(directory, area) for area in areas}
    return {area: load_area_key(path) for area, path in files.items() if path.exists()}


def store_area_key(path: Path, key: AreaKey) -> None:
    """For its owner only, whole or not at all."""
    write_private(path, json.dumps({"version": key.version, "key": key.key.hex()}).encode())


def ensure_area_key(directory: Path, area: str) -> AreaKey:
    """The area's key, made at random if it has none: for the demo, as a real one lies with its authority."""
    path = area_key_file(directory, area)
    if not path.exists():
        store_area_key(path, AreaKey(1, secrets.token_bytes(32)))
    return load_area_key(path)
