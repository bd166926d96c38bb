"""Every example is what it says: valid, or invalid with exactly its errors."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.base import encode
from schemas.cases import CLASSES
from schemas.publish import FOLDER
from schemas.published_schema import name
from schemas.topology import Topic, load_topology
from tests.contract.records import read, wrong

EXAMPLES = FOLDER.with_name("examples")
TOPICS = load_topology().topics
VALID = sorted(EXAMPLES.glob("*/valid-*.json"))
INVALID = sorted(EXAMPLES.glob("*/invalid-*.json"))


def _id(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


def _load(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", VALID, ids=_id)
def test_a_valid_example_is_read_and_written_again_as_it_is(path: Path) -> None:
    record, adapter = _load(path), TOPICS[path.parent.name].adapter()
    found = read(adapter, record)
    assert adapter.validate_json(encode(found)) == found
    if "with-a-retired-code" not in path.name:
        assert {**json.loads(encode(found)), **record} == json.loads(encode(found))


@pytest.mark.parametrize("path", VALID, ids=_id)
def test_what_is_written_of_a_valid_example_is_valid_by_the_published_schema(path: Path) -> None:
    topic = TOPICS[path.parent.name]
    schema = _load(FOLDER / name(topic))
    Draft202012Validator(schema).validate(json.loads(encode(read(topic.adapter(), _load(path)))))


@pytest.mark.parametrize("path", INVALID, ids=_id)
def test_an_invalid_example_gives_exactly_its_errors(path: Path) -> None:
    example = _load(path)
    found = wrong(TOPICS[path.parent.name].adapter(), example["record"])
    assert [{"pointer": one.pointer, "message": one.message} for one in found] == example["errors"]
    assert example["errors"]


@pytest.mark.parametrize("topic", TOPICS.values(), ids=TOPICS)
def test_a_topic_has_at_least_two_valid_and_three_invalid_examples(topic: Topic) -> None:
    assert sum(path.parent.name == topic.name for path in VALID) >= 2
    assert sum(path.parent.name == topic.name for path in INVALID) >= 3


def test_every_type_of_case_record_has_a_valid_example() -> None:
    shown = {_load(path)["type"] for path in VALID if path.parent.name == "cases"}
    assert shown == set(CLASSES)


def test_every_folder_of_examples_is_a_topic() -> None:
    assert {path.name for path in EXAMPLES.iterdir()} == set(TOPICS)
