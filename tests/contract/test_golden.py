"""Bytes of every version that a topic ever had: written once, never changed, read by every later version."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from schemas.publish import FOLDER
from schemas.topology import load_topology

GOLDEN = FOLDER.with_name("golden")
TOPICS = load_topology().topics
FILES = sorted(GOLDEN.glob("*.ndjson"))


def lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines()


def topic_of(path: Path) -> str:
    return path.name.partition(".")[0]


@pytest.mark.parametrize("name", TOPICS)
def test_each_version_of_a_topic_has_records_that_are_kept(name: str) -> None:
    for version in range(1, TOPICS[name].version + 1):
        assert lines(GOLDEN / f"{name}.v{version}.ndjson"), f"{name}, version {version}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_was_written_in_any_version_is_read_today(path: Path) -> None:
    adapter = TOPICS[topic_of(path)].adapter()
    for line in lines(path):
        adapter.validate_json(line)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_is_what_the_schema_of_its_version_says(path: Path) -> None:
    schema = Draft202012Validator(json.loads((FOLDER / f"{path.stem}.json").read_text(encoding="utf-8")))
    for line in lines(path):
        assert not list(schema.iter_errors(json.loads(line)))
