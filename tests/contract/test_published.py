"""The published schemas are those of the contracts, and no published version is broken."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from schemas.publish import FOLDER, broken, documents, main
from schemas.published_schema import identity, name
from schemas.topology import Topic, load_topology

TOPOLOGY = load_topology()
each_topic = pytest.mark.parametrize("topic", TOPOLOGY.topics.values(), ids=TOPOLOGY.topics)


def test_no_change_breaks_a_writer_or_a_reader_of_a_published_version() -> None:
    assert broken(TOPOLOGY) == []


@pytest.mark.parametrize("file", documents(TOPOLOGY))
def test_the_published_file_is_up_to_date_or_python_m_schemas_publish_makes_it_so(file: str) -> None:
    assert (FOLDER / file).read_text(encoding="utf-8") == documents(TOPOLOGY)[file]


@each_topic
def test_a_published_schema_is_a_json_schema_under_the_name_that_records_carry(topic: Topic) -> None:
    schema = json.loads((FOLDER / name(topic)).read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == identity(topic)


@each_topic
def test_a_published_schema_refuses_unknown_fields_everywhere(topic: Topic) -> None:
    schema = json.loads((FOLDER / name(topic)).read_text(encoding="utf-8"))
    objects = [node for node in _nodes(schema) if "properties" in node]
    assert objects
    assert all(node["additionalProperties"] is False for node in objects)


@each_topic
def test_every_version_that_a_topic_had_is_kept(topic: Topic) -> None:
    assert all((FOLDER / f"{topic.name}.v{version}.json").exists() for version in range(1, topic.version + 1))


def test_every_reference_of_the_asyncapi_document_leads_somewhere() -> None:
    document = json.loads((FOLDER / "asyncapi.json").read_text(encoding="utf-8"))
    for reference in (node["$ref"] for node in _nodes(document) if "$ref" in node):
        if reference.startswith("#/"):
            found: Any = document
            for part in reference[2:].split("/"):
                found = found[part]
        else:
            assert (FOLDER / reference).exists()


def test_the_asyncapi_document_says_who_writes_and_reads_each_topic() -> None:
    operations = documents(TOPOLOGY)["asyncapi.json"]
    found = json.loads(operations)["operations"]
    assert found["triage.receive.cases"]["channel"] == {"$ref": "#/channels/cases"}
    assert len(found) == sum(len(topic.producers) + len(topic.consumers) for topic in TOPOLOGY.topics.values())


def test_publishing_refuses_a_break_and_says_the_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (FOLDER / "counts.v1.json").read_text(encoding="utf-8")
    (tmp_path / "counts.v1.json").write_text(text.replace('"known_day"', '"known_on"'), encoding="utf-8")
    monkeypatch.setattr("schemas.publish.broken", lambda topology: broken(topology, tmp_path))
    assert main() == 1
    told = capsys.readouterr().err
    assert "counts: v1: writer: /known_on is no longer a field" in told
    assert "counts: v1: reader: /known_day is a new field" in told


def test_a_new_version_of_a_kept_topic_still_reads_the_old_records(tmp_path: Path) -> None:
    topic = TOPOLOGY.topics["incident-reports"].model_copy(update={"version": 2})
    topology = TOPOLOGY.model_copy(update={"topics": {topic.name: topic}})
    old = json.loads((FOLDER / "incident-reports.v1.json").read_text(encoding="utf-8"))
    (tmp_path / "incident-reports.v1.json").write_text(json.dumps(old), encoding="utf-8")
    assert broken(topology, tmp_path) == []
    report = old["$defs"]["IncidentReport"]
    del report["properties"]["reporter_role"]
    (tmp_path / "incident-reports.v1.json").write_text(json.dumps(old), encoding="utf-8")
    assert broken(topology, tmp_path) == [], "a field that is new in version 2 harms no old record"
    report["properties"]["mood"] = {"type": "string"}
    (tmp_path / "incident-reports.v1.json").write_text(json.dumps(old), encoding="utf-8")
    assert broken(topology, tmp_path) == [
        "incident-reports: v1: writer: incident_report/mood is no longer a field",
    ]


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(part)
