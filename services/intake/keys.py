"""All that intake keeps secret, in one private directory; and how the demo's is made."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from schemas.configuration import Configuration
from services.intake.api_keys import ApiKeys, Grant, load_api_keys
from services.intake.area_keys import AreaKey, ensure_area_key, load_area_keys
from services.intake.issuing import keep_demo
from services.intake.key_file import new_api_key
from services.intake.narratives.keys import TextKeys, load_text_keys
from services.intake.private_files import read_private, write_private

DEMO_FILE: Final = "demo-keys.json"
SECRET_FILE: Final = "intake-secret"  # noqa: S105  (a file's name)


@dataclass(frozen=True, slots=True)
class Keys:
    """What intake needs: who may send, the areas' keys, and a secret of its own for hashes, links and receipts, and
    the keys of texts."""

    api: ApiKeys
    areas: Mapping[str, AreaKey] = field(repr=False)
    secret: bytes = field(repr=False)
    texts: TextKeys = field(repr=False)


def load_keys(configuration: Configuration, directory: Path) -> Keys:
    """Read them all. Raises `ReadableByOthersError` of a file that others may read, `FileNotFoundError`."""
    secret = read_private(directory / SECRET_FILE)
    areas = load_area_keys(directory, (area.code for area in configuration.areas))
    return Keys(load_api_keys(directory), areas, bytes.fromhex(secret.decode()), load_text_keys(directory))


def ensure_demo_keys(configuration: Configuration, directory: Path) -> dict[str, str]:
    """API keys by agency, for the demo only: made once, kept beside their hashes so that demo senders can use them."""
    path = directory / DEMO_FILE
    known: dict[str, str] = json.loads(read_private(path)) if path.exists() else {}
    grants = demo_grants(configuration)
    keys = {agency: known.get(agency) or new_api_key()[0] for agency in grants}
    if keys != known:
        write_private(path, json.dumps(keys, indent=1).encode())
    keep_demo(directory, [(key, grants[agency]) for agency, key in keys.items()], datetime.now(UTC))
    for area in configuration.areas:
        ensure_area_key(directory, area.code)
    ensure_secret(directory)
    return keys


def ensure_secret(directory: Path) -> None:
    """Intake's own secret, made where there is none."""
    if not (directory / SECRET_FILE).exists():
        write_private(directory / SECRET_FILE, secrets.token_hex(32).encode())


def demo_grants(configuration: Configuration) -> dict[str, Grant]:
    """Each agency's whole allowance by the configuration: its areas and its feeds."""
    return {agency.id: whole_grant(configuration, agency.id) for agency in configuration.agencies}


def whole_grant(configuration: Configuration, id: str) -> Grant:
    """All that an agency may do by the configuration."""
    [agency] = (one for one in configuration.agencies if one.id == id)
    sources = frozenset(feed.source for feed in configuration.feeds if feed.agency == id)
    return Grant(id, frozenset(agency.areas), sources)
