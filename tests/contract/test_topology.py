"""Laws over the topology."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from schemas.topology import FILE, FOR_EVER, Topic, Topology, load_topology

TOPOLOGY = load_topology()
TOPICS = TOPOLOGY.topics.values()
each_topic = pytest.mark.parametrize("topic", TOPICS, ids=TOPOLOGY.topics)

DESIGNED = {
    "cases": "keep",
    "incident-reports": "keep",
    "narratives": "compact",
    "alert-revisions": "keep",
    "alerts": "compact",
    "counts": "compact",
    "marks": "compact",
    "dead-letters": "delete",
    "operator": "compact",
    "operator-notices": "compact",
    "rules": "keep",
    "releases": "keep",
    "audit": "keep",
}


def test_the_topics_are_those_of_the_design() -> None:
    assert {topic.name: topic.cleanup for topic in TOPICS} == DESIGNED


@each_topic
def test_no_fold_reads_a_compacted_or_an_expiring_topic(topic: Topic) -> None:
    if topic.folds:
        assert topic.cleanup == "keep"
        assert topic.retention_ms == FOR_EVER
        assert topic.kafka_config()["cleanup.policy"] == "delete"
        assert topic.kafka_config()["retention.ms"] == topic.kafka_config()["retention.bytes"] == "-1"


@each_topic
def test_every_topic_has_a_model_that_exists(topic: Topic) -> None:
    assert topic.adapter().json_schema()


@each_topic
def test_every_topic_has_an_owner_a_producer_a_consumer_and_a_purpose(topic: Topic) -> None:
    assert topic.owner
    assert topic.producers
    assert topic.consumers
    assert topic.read_for
    assert topic.description


def test_a_group_folds_one_topic_only() -> None:
    folds = [fold for topic in TOPICS for fold in topic.folds]
    assert sorted(folds) == ["aggregator", "rule-yield", "triage"]


@each_topic
def test_topics_of_an_area_share_one_number_of_partitions(topic: Topic) -> None:
    assert topic.partitions == (1 if topic.partitioned_by == "one" else TOPOLOGY.partitions)


def test_a_record_on_cases_lies_at_most_a_minute_ahead() -> None:
    assert TOPOLOGY.topics["cases"].kafka_config()["message.timestamp.after.max.ms"] == "60000"


@each_topic
def test_what_is_folded_keeps_the_times_that_its_writers_set_so_that_an_archive_replays_the_same(topic: Topic) -> None:
    if topic.folds:
        assert topic.kafka_config()["message.timestamp.type"] == "CreateTime"


def test_a_deleted_text_is_gone_within_a_week() -> None:
    config = TOPOLOGY.topics["narratives"].kafka_config()
    assert int(config["segment.ms"]) + int(config["max.compaction.lag.ms"]) <= 7 * 86_400_000


def test_the_configuration_decides_partitions_and_replication() -> None:
    found = load_topology(partitions=4, replication=1)
    assert {topic.partitions for topic in found.topics.values()} == {4, 1}
    assert {topic.replication for topic in found.topics.values()} == {1}


def _topic(**changes: Any) -> dict[str, Any]:
    return TOPOLOGY.topics["cases"].model_dump() | changes


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"cleanup": "compact"}, "cleanup"),
        ({"cleanup": "delete", "retention_ms": 1000}, "cleanup"),
        ({"retention_ms": 1000}, "retention_ms"),
        ({"folds": (), "cleanup": "delete"}, "retention_ms"),
        ({"compacted_within_ms": 1000}, "compacted_within_ms"),
        ({"partitioned_by": "one"}, "partitions"),
        ({"model": "json:loads"}, "model"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_topic_that_breaks_a_law_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError, match=field):
        Topic.model_validate(_topic(**changes))


def test_a_model_that_reads_nothing_is_refused() -> None:
    with pytest.raises(TypeError, match="no TypeAdapter"):
        Topic.model_validate(_topic(model="schemas.topology:FILE")).adapter()


def test_the_file_is_read_again_for_another_path(tmp_path: Path) -> None:
    copy = tmp_path / "topology.toml"
    copy.write_text(FILE.read_text(encoding="utf-8").replace("partitions = 6", "partitions = 12"), encoding="utf-8")
    found: Topology = load_topology(file=copy)
    assert found.partitions == 12
