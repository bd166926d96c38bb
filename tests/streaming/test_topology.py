"""Bringing a cluster to what the topology says: shows, applies what is safe, refuses what loses records."""

from dataclasses import replace

import pytest

from schemas.topology import load_topology
from services.streaming.identity import LogNotFound, log_identity
from services.streaming.settings import Settings
from services.streaming.topology import TopologyRefused, apply, diff
from tests.cluster import Cluster


async def test_an_applied_topology_differs_in_nothing(cluster: Cluster) -> None:
    assert await diff(cluster.settings) == []


async def test_a_missing_topic_is_shown_and_made(settings: Settings) -> None:
    missing = {one.topic for one in await diff(settings) if one.what == "topic"}
    assert missing == set(load_topology().topics)


async def test_another_partition_count_is_refused_and_nothing_is_changed(cluster: Cluster) -> None:
    count = load_topology(cluster.settings.partitions).partitions
    with pytest.raises(TopologyRefused, match="an area's records would lie in two partitions"):
        await apply(replace(cluster.settings, partitions=count + 1))
    assert await diff(cluster.settings) == []


async def test_keeping_less_than_now_is_refused(cluster: Cluster) -> None:
    topology = load_topology(cluster.settings.partitions, cluster.settings.replication)
    shorter = topology.topics["cases"].model_copy(update={"retention_ms": 1_000})
    with pytest.raises(TopologyRefused, match="would be deleted"):
        await apply(cluster.settings, topology.model_copy(update={"topics": {"cases": shorter}}))


async def test_a_log_is_known_by_its_topics_id_and_not_by_its_name(cluster: Cluster) -> None:
    bootstrap, name = cluster.settings.bootstrap, cluster.settings.topic("cases")
    cluster_id, first, count = await log_identity(bootstrap, name)
    assert count == load_topology(cluster.settings.partitions).partitions
    other_cluster, second, _ = await log_identity(bootstrap, cluster.settings.topic("counts"))
    assert (cluster_id, first != second) == (other_cluster, True)


async def test_a_topic_that_does_not_exist_is_an_error_that_says_how_to_make_it(settings: Settings) -> None:
    with pytest.raises(LogNotFound, match="`heed up` makes every topic"):
        await log_identity(settings.bootstrap, settings.topic("cases"))
