"""Keys are issued, renewed, revoked, and bounded, while intake runs."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from schemas.configuration import Configuration
from services.intake.api_keys import ApiKeys, Grant
from services.intake.issuing import UnknownKeyError, issue, revoke, rotate
from services.intake.key_file import FILE, BadKeyFileError, read_keys
from services.intake.keys import ensure_demo_keys
from tests.intake.world import AREA, POLICE, SOCIAL_CARE

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
GRANT = Grant(SOCIAL_CARE, frozenset({AREA}), frozenset({"case-system"}))


class Clocks:
    """A wall clock and a monotonic one, moved together."""

    def __init__(self) -> None:
        self.passed = 0.0

    def pass_(self, **time: float) -> None:
        self.passed += timedelta(**time).total_seconds()

    def keys(self, directory: Path) -> ApiKeys:
        return ApiKeys(directory, lambda: NOW + timedelta(seconds=self.passed), lambda: self.passed)


def test_a_key_that_is_revoked_is_refused_a_second_later_and_the_others_go_on(tmp_path: Path) -> None:
    first, second = (issue(tmp_path, GRANT, NOW) for _ in range(2))
    clocks = Clocks()
    keys = clocks.keys(tmp_path)
    revoke(tmp_path, first.stored.id, NOW)
    clocks.pass_(seconds=1)
    assert keys.grant(f"Bearer {first.key}") is None
    assert keys.grant(f"Bearer {second.key}") is not None


def test_a_key_that_is_issued_while_intake_runs_holds_a_second_later(tmp_path: Path) -> None:
    issue(tmp_path, GRANT, NOW)
    clocks = Clocks()
    keys = clocks.keys(tmp_path)
    made = issue(tmp_path, GRANT, NOW)
    clocks.pass_(seconds=1)
    assert keys.grant(f"Bearer {made.key}") is not None


def test_after_rotation_both_keys_hold_until_the_overlap_ends(tmp_path: Path) -> None:
    old = issue(tmp_path, GRANT, NOW, note="case system")
    new = rotate(tmp_path, old.stored.id, NOW, timedelta(days=7))
    clocks = Clocks()
    keys = clocks.keys(tmp_path)
    assert keys.grant(f"Bearer {old.key}") is not None
    clocks.pass_(days=7)
    assert keys.grant(f"Bearer {old.key}") is None
    held = keys.grant(f"Bearer {new.key}")
    assert held is not None
    assert (held.agency, held.areas, held.sources) == (GRANT.agency, GRANT.areas, GRANT.sources)
    assert new.stored.note == "case system"


def test_rotation_never_makes_a_key_hold_longer_than_it_would(tmp_path: Path) -> None:
    ends = NOW + timedelta(days=1)
    old = issue(tmp_path, GRANT, NOW, ends)
    new = rotate(tmp_path, old.stored.id, NOW, timedelta(days=7))
    held = {one.id: one.until for one in read_keys(tmp_path).keys}
    assert held == {old.stored.id: ends, new.stored.id: ends}


def test_a_key_that_has_ended_is_known_by_its_id_and_cannot_be_rotated(tmp_path: Path) -> None:
    made = issue(tmp_path, GRANT, NOW)
    revoke(tmp_path, made.stored.id, NOW)
    with pytest.raises(UnknownKeyError, match=made.stored.id):
        rotate(tmp_path, made.stored.id, NOW, timedelta(days=1))
    assert [one.id for one in read_keys(tmp_path).keys] == [made.stored.id]
    assert made.stored.id in made.key


def test_a_file_that_is_broken_while_intake_runs_is_logged_without_its_content_and_keys_hold(tmp_path: Path) -> None:
    made = issue(tmp_path, GRANT, NOW)
    clocks = Clocks()
    keys = clocks.keys(tmp_path)
    (tmp_path / FILE).write_text('{"pepper": "secret words"}')
    clocks.pass_(seconds=1)
    with capture_logs() as logs:
        assert keys.grant(f"Bearer {made.key}") is not None
    assert [one["log_level"] for one in logs] == ["error"]
    assert "secret words" not in str(logs)
    with pytest.raises(BadKeyFileError, match="/pepper"):
        read_keys(tmp_path)


def test_a_demo_started_again_leaves_the_keys_that_somebody_issued(configured: Configuration, tmp_path: Path) -> None:
    before = ensure_demo_keys(configured, tmp_path)
    made = issue(tmp_path, GRANT, NOW)
    assert ensure_demo_keys(configured, tmp_path) == before
    keys = ApiKeys(tmp_path)
    assert all(keys.grant(f"Bearer {key}") for key in (made.key, *before.values()))


def test_a_demo_from_before_keys_had_ids_is_read(configured: Configuration, tmp_path: Path) -> None:
    demo = ensure_demo_keys(configured, tmp_path)
    stored = json.loads((tmp_path / FILE).read_text())
    for row in stored["keys"]:
        for name in ("id", "issued", "until", "note", "scopes", "sandbox"):
            row.pop(name)
    (tmp_path / FILE).write_text(json.dumps(stored))
    assert ensure_demo_keys(configured, tmp_path) == demo
    assert ApiKeys(tmp_path).grant(f"Bearer {demo[POLICE]}") is not None


def test_whoever_changes_the_file_at_once_with_others_loses_nothing(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: issue(tmp_path, GRANT, NOW).stored.id, range(16)))
    assert {one.id for one in read_keys(tmp_path).keys} == set(made)
