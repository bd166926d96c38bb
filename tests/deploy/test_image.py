"""The image is built from what there is, runs as nobody in particular, and takes no secret from where it is built."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.deploy.parts import DEPLOY, ROOT, services

RECIPE = (DEPLOY / "Dockerfile").read_text()
COPIED = [source for line in re.findall(r"^COPY (?!--from)(.*) \S+$", RECIPE, re.MULTILINE) for source in line.split()]
LET_THROUGH = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]


def setting(word: str) -> list[str]:
    """What the recipe says after the word, of its last stage."""
    return re.findall(rf"^{word} (.*)$", RECIPE.rpartition("\nFROM ")[2], re.MULTILINE)


@pytest.mark.parametrize("source", COPIED)
def test_what_is_copied_is_there_and_is_let_through(source: str) -> None:
    assert (ROOT / source).exists()
    assert source in LET_THROUGH


def test_nothing_else_is_let_through() -> None:
    """Neither `.heed` with its keys, nor a virtual environment, nor the repository's history."""
    assert (ROOT / ".dockerignore").read_text().split("\n*\n")[0].startswith("#")
    assert sorted(LET_THROUGH) == sorted(COPIED)


def test_all_that_the_package_needs_is_copied() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], project["project"]["readme"]]
    assert set(named) <= {Path(source).name for source in COPIED}


def test_the_image_s_python_is_one_that_the_package_takes() -> None:
    found = re.search(r"^ARG PYTHON=python:(\d+)\.(\d+)\.\d+-", RECIPE, re.MULTILINE)
    assert found
    assert (int(found[1]), int(found[2])) >= (3, 11)


def test_what_has_to_be_kept_lies_on_the_volume_that_compose_mounts() -> None:
    [folder] = setting("VOLUME")
    [environment] = setting("ENV")
    assert f"HEED_HOME={folder}/" in environment
    assert {f"heed:{folder}"} == {one["volumes"][0] for one in services().values() if one["image"] == "heed"}


def test_it_does_not_run_as_root() -> None:
    assert setting("USER") == ["heed"]
