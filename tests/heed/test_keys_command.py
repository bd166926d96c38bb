"""`heed keys`, as an operator types it."""

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from services.heed.cli import app
from services.heed.errors import UserError
from services.intake.api_keys import load_api_keys
from services.intake.narratives.keys import load_text_keys


def keys(home: Path, *arguments: str) -> Any:
    return CliRunner().invoke(app, ["--home", str(home), "keys", *arguments])


def test_a_key_lives_from_issue_through_rotation_to_its_end(tmp_path: Path) -> None:
    """Standard output is the key alone, so that it can be piped into a safe."""
    assert keys(tmp_path, "list").stdout == "No keys have been issued.\n"
    first = keys(tmp_path, "issue", "vale-police", "--area", "E06000901", "--scope", "case-events", "--days", "30")
    key = first.stdout.strip()
    [row] = json.loads(keys(tmp_path, "list", "--json").stdout)
    assert (row["agency"], row["areas"], row["scopes"]) == ("vale-police", "E06000901", "case-events")
    assert row["id"] in key
    assert key not in (tmp_path / "keys" / "api-keys.json").read_text()
    second = keys(tmp_path, "rotate", row["id"], "--overlap-days", "1").stdout.strip()
    assert "has ended" in keys(tmp_path, "revoke", row["id"]).stdout
    held = load_api_keys(tmp_path / "keys")
    assert held.grant(f"Bearer {key}") is None
    assert held.grant(f"Bearer {second}") is not None


def test_a_new_key_of_texts_keeps_the_older_ones(tmp_path: Path) -> None:
    """What was sealed before can still be opened."""
    assert "version 1" in keys(tmp_path, "rotate-texts").stdout
    assert "version 2" in keys(tmp_path, "rotate-texts").stdout
    assert set(load_text_keys(tmp_path / "keys").versions) == {1, 2}


def test_what_is_not_there_is_refused_with_what_is(tmp_path: Path) -> None:
    assert "vale-police" in keys(tmp_path, "issue", "nobody").output
    assert "E06000901" in keys(tmp_path, "issue", "vale-police", "--area", "E0").output
    assert "case-events" in keys(tmp_path, "issue", "vale-police", "--scope", "all").output
    assert isinstance(keys(tmp_path, "revoke", "abcdefgh").exception, UserError)
