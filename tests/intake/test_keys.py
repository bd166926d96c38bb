"""Secrets on disk."""

import json
from pathlib import Path

import pytest

from schemas.configuration import Configuration
from services.intake.api_keys import Grant, load_api_keys
from services.intake.area_keys import area_key_file
from services.intake.keys import ensure_demo_keys, load_keys
from services.intake.private_files import ReadableByOthersError
from tests.intake.world import AREA, ELSEWHERE, POLICE, SOCIAL_CARE


def test_demo_keys_are_made_once_and_work(configured: Configuration, tmp_path: Path) -> None:
    """A second call, and a second process, find the same keys."""
    first, second = (ensure_demo_keys(configured, tmp_path) for _ in range(2))
    keys = load_keys(configured, tmp_path)
    assert first == second
    granted = keys.api.grant(f"Bearer {first[POLICE]}")
    assert granted is not None
    assert granted == Grant(POLICE, frozenset({AREA, ELSEWHERE}), frozenset({"desk"}), key=granted.key)
    assert set(keys.areas) == {AREA, ELSEWHERE}
    assert keys.areas[AREA].key != keys.areas[ELSEWHERE].key


def test_only_hashes_of_api_keys_are_stored_for_intake(configured: Configuration, tmp_path: Path) -> None:
    """The file that intake reads doesn't hold any key, nor does what it prints."""
    made = ensure_demo_keys(configured, tmp_path)
    stored = (tmp_path / "api-keys.json").read_text()
    assert len(json.loads(stored)["keys"]) == len(made)
    assert not any(key in stored for key in made.values())
    assert load_keys(configured, tmp_path).secret.hex() not in repr(load_keys(configured, tmp_path))


def test_a_file_that_others_may_read_is_refused(configured: Configuration, tmp_path: Path) -> None:
    """Whichever it is; the message says what to do."""
    ensure_demo_keys(configured, tmp_path)
    for path in (tmp_path / "api-keys.json", tmp_path / "intake-secret", area_key_file(tmp_path, AREA)):
        path.chmod(0o640)
        with pytest.raises(ReadableByOthersError, match="chmod 600"):
            load_keys(configured, tmp_path)
        path.chmod(0o600)
    load_keys(configured, tmp_path)


def test_no_file_is_made_readable_by_others(configured: Configuration, tmp_path: Path) -> None:
    """Nor is the folder."""
    ensure_demo_keys(configured, tmp_path / "keys")
    made = [path for path in (tmp_path / "keys").rglob("*")]
    assert len(made) == 7
    assert all(path.stat().st_mode & 0o077 == 0 for path in [tmp_path / "keys", *made])


def test_a_new_agency_gets_a_key_and_the_others_keep_theirs(configured: Configuration, tmp_path: Path) -> None:
    """When the configuration grows."""
    fewer = configured.model_copy(update={"agencies": configured.agencies[:1]})
    before = ensure_demo_keys(fewer, tmp_path)
    after = ensure_demo_keys(configured, tmp_path)
    assert after[SOCIAL_CARE] == before[SOCIAL_CARE]
    assert load_api_keys(tmp_path).grant(f"bearer {after[POLICE]}") is not None
