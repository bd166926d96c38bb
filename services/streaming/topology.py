"""Brings a cluster's topics to what `schemas/topology.toml` says: shows what differs, and changes only what is safe."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from tenacity import retry, retry_if_result, stop_after_delay, wait_fixed

from schemas.topology import Topic, Topology, load_topology
from services.streaming.settings import Settings


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which the cluster differs. `what` is `topic`, `partitions` or a setting's name.

    `refused` says why `apply` will not change it; empty where it will.
    """

    topic: str
    what: str
    wanted: str
    found: str
    refused: str = ""


class TopologyRefused(Exception):
    """`apply` would lose records or change where they lie. Nothing was changed; the message names each difference."""


async def diff(settings: Settings, topology: Topology | None = None) -> list[Difference]:
    """What the cluster lacks, or has otherwise, by topic. `topology` None is the one that `settings` describe."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    await admin.start()
    try:
        return await _differences(admin, settings, topology or _topology(settings))
    finally:
        await admin.close()


async def apply(settings: Settings, topology: Topology | None = None) -> list[Difference]:
    """Make it so; returns what was changed. Raises `TopologyRefused` before changing anything."""
    topology = topology or _topology(settings)
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    await admin.start()
    try:
        found = await _differences(admin, settings, topology)
        _refuse(found)
        await _create(admin, settings, [topology.topics[one.topic] for one in found if one.what == "topic"])
        await _configure(
            admin, settings, topology, {one.topic for one in found if one.what not in ("topic", "partitions")}
        )
        await _seen(admin, settings, topology)
        return found
    finally:
        await admin.close()


def _topology(settings: Settings) -> Topology:
    return load_topology(settings.partitions, settings.replication)


def _refuse(found: list[Difference]) -> None:
    refused = [
        f"{one.topic}: {one.what} is {one.found}, wanted {one.wanted}: {one.refused}" for one in found if one.refused
    ]
    if refused:
        raise TopologyRefused("\n".join(refused))


async def _differences(admin: AIOKafkaAdminClient, settings: Settings, topology: Topology) -> list[Difference]:
    existing = set(await admin.list_topics())
    missing = [name for name in topology.topics if settings.topic(name) not in existing]
    found = [Difference(name, "topic", "exists", "missing") for name in missing]
    present = [topic for name, topic in topology.topics.items() if name not in missing]
    counts = await _partitions(admin, settings, present)
    for topic in present:
        found += _partition_difference(topic, counts[topic.name])
        found += _config_differences(topic, await _config(admin, settings.topic(topic.name)))
    return sorted(found, key=lambda one: (one.topic, one.what))


def _partition_difference(topic: Topic, count: int) -> list[Difference]:
    if count == topic.partitions:
        return []
    why = "an area's records would lie in two partitions; make a new cluster or prefix and copy the topics"
    return [Difference(topic.name, "partitions", str(topic.partitions), str(count), why)]


def _config_differences(topic: Topic, config: Mapping[str, str]) -> list[Difference]:
    wanted = topic.kafka_config().items()
    return [
        Difference(topic.name, name, value, config.get(name, ""), _loses(name, value, config.get(name, "")))
        for name, value in wanted
        if config.get(name) != value
    ]


def _loses(name: str, wanted: str, found: str) -> str:
    """Why setting `name` to `wanted` would lose records, or empty."""
    if name == "cleanup.policy" and wanted != "delete":
        return "records that are kept now would be compacted away"
    if (
        name in ("retention.ms", "retention.bytes")
        and wanted != "-1"
        and (found == "-1" or int(wanted) < int(found or 0))
    ):
        return "records that are kept now would be deleted"
    return ""


async def _partitions(admin: AIOKafkaAdminClient, settings: Settings, topics: list[Topic]) -> dict[str, int]:
    if not topics:
        return {}
    described = await admin.describe_topics([settings.topic(topic.name) for topic in topics])
    counts = {one["topic"]: len(one["partitions"]) for one in described}
    return {topic.name: counts[settings.topic(topic.name)] for topic in topics}


async def _config(admin: AIOKafkaAdminClient, topic: str) -> dict[str, str]:
    answers: list[Any] = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    return {entry[0]: entry[1] for answer in answers for resource in answer.resources for entry in resource[4]}


async def _create(admin: AIOKafkaAdminClient, settings: Settings, topics: list[Topic]) -> None:
    new = [
        NewTopic(settings.topic(topic.name), topic.partitions, topic.replication, topic_configs=topic.kafka_config())
        for topic in topics
    ]
    if new:
        _check(await admin.create_topics(new))


@retry(retry=retry_if_result(lambda seen: not seen), wait=wait_fixed(0.05), stop=stop_after_delay(30))
async def _seen(admin: AIOKafkaAdminClient, settings: Settings, topology: Topology) -> bool:
    """Whether the brokers tell of every topic, with a leader for each partition: a moment after they were made."""
    existing = set(await admin.list_topics())
    names = [settings.topic(name) for name in topology.topics]
    if not existing.issuperset(names):
        return False
    described = await admin.describe_topics(names)
    return all(part["leader"] >= 0 for one in described for part in one["partitions"])


async def _configure(admin: AIOKafkaAdminClient, settings: Settings, topology: Topology, names: set[str]) -> None:
    for name in sorted(names):
        config = topology.topics[name].kafka_config()
        await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, settings.topic(name), configs=config)])


def _check(answer: Any) -> None:
    already = 36
    failed = [
        f"{topic}: error {code} {message or ''}"
        for topic, code, message in answer.topic_errors
        if code not in (0, already)
    ]
    if failed:
        raise TopologyRefused("Kafka refused to create topics: " + "; ".join(failed))
