"""An area's key is renewed, and its children stay the same children."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from schemas.cases import CASE_RECORD, SubjectMerged
from services.heed.cli import app
from services.heed.errors import UserError
from services.intake.api_events import SENT_EVENT
from services.intake.area_keys import load_area_key
from services.intake.subject_key import la_identifier, subject_key

AREA = "E06000901"


def run(*arguments: str | Path) -> Any:
    done = CliRunner().invoke(app, ["area-key", *map(str, arguments)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def rotate(folder: Path) -> None:
    files = (folder / name for name in ("old", "new"))
    run("rotate", *files, "--area", AREA, "--children", folder / "children", "--to", folder / "map")


@pytest.fixture
def rotated(tmp_path: Path) -> Path:
    """A folder with both keys and the map of two children, one of them named twice."""
    (tmp_path / "children").write_text("C-100\nC-200\n\nc-100\n")
    run("new", tmp_path / "old")
    rotate(tmp_path)
    return tmp_path


def test_each_child_is_led_from_its_old_pseudonym_to_the_new_one_once(rotated: Path) -> None:
    old, new = (load_area_key(rotated / name) for name in ("old", "new"))
    assert (old.version, new.version) == (1, 2)
    found = [CASE_RECORD.validate_json(line) for line in (rotated / "map").read_bytes().splitlines()]
    children = map(la_identifier, ("C-100", "C-200"))
    wanted = [tuple(subject_key(key.key, key.version, one) for key in (old, new)) for one in children]
    assert [(one.subject_key, one.to_subject_key) for one in found if isinstance(one, SubjectMerged)] == wanted
    assert all(SENT_EVENT.validate_json(line) for line in (rotated / "map").read_bytes().splitlines())
    assert "C-100" not in (rotated / "map").read_text()


def test_a_map_that_somebody_changed_is_told(rotated: Path) -> None:
    assert "is what the holder" in run("verify", rotated / "old", rotated / "map").stdout
    lines = (rotated / "map").read_text().splitlines()
    changed = json.loads(lines[0]) | {"to_subject_key": "k2:" + "00" * 32}
    (rotated / "map").write_text("\n".join([json.dumps(changed), *lines[1:]]) + "\n")
    with pytest.raises(UserError, match="don't send it"):
        run("verify", rotated / "old", rotated / "map")


def test_an_id_that_is_none_is_told_by_its_line_and_no_key_is_made(tmp_path: Path) -> None:
    (tmp_path / "children").write_text("C-100\n???\n")
    run("new", tmp_path / "old")
    with pytest.raises(UserError, match="Line 2"):
        rotate(tmp_path)
    assert not (tmp_path / "new").exists()


def test_keys_and_map_are_their_owners_only(rotated: Path) -> None:
    assert all((rotated / name).stat().st_mode & 0o077 == 0 for name in ("old", "new", "map"))
