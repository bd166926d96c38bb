"""What a process says of a partition, it says only while it holds it."""

import faust
from prometheus_client import generate_latest

from services.streaming import metrics
from services.streaming.host import Host
from services.streaming.keeper import Keeper
from services.streaming.spec import FoldSpec
from services.streaming.watchdog import Pulse
from tests.cluster import Cluster
from tests.streaming.teams import Teams

GROUP = "holding"
SPEC = FoldSpec(GROUP, "cases", Teams, "0123456789abcdef")


def gauges() -> list[str]:
    """The series of what holds only for a holder, about the test's group."""
    named = tuple(name for gauge in metrics.OF_A_HOLDER for name in (one.name for one in gauge.describe()))
    lines = generate_latest().decode().splitlines()
    return [line for line in lines if line.startswith(named) and f'group="{GROUP}"' in line]


async def test_a_lag_is_forgotten_with_the_partition_that_had_it(cluster: Cluster) -> None:
    """Else whoever was behind when the partition moved would page for ever."""
    failed: list[BaseException] = []
    host = Host(SPEC, cluster.settings, failed.append)
    await host.positions(frozenset({0, 1}))
    for partition in "01":
        metrics.LAG_SECONDS.labels(GROUP, "cases", partition).set(400)
    await host.close(frozenset({0}))
    assert not [line for line in gauges() if 'partition="0"' in line]
    assert [line for line in gauges() if 'partition="1"' in line and line.endswith(" 400.0")]
    await host.close(frozenset({1}))
    assert (gauges(), failed) == ([], [])


async def test_a_partition_that_was_level_once_stays_ready_under_load(cluster: Cluster) -> None:
    """Some record always waits then: not ready every other second, a service would be taken out for working."""
    host = Host(SPEC, cluster.settings, lambda error: None)
    await host.positions(frozenset({0}))
    host.assigned_once = True
    keeper = Keeper(host, faust.App(GROUP), Pulse(), None)
    ready = []
    for lag in (5, 0, 3):
        host.held[0].see(lag)
        ready.append((host.held[0].level, keeper.not_ready() == []))
    assert ready == [(False, False), (True, True), (False, True)]
    await host.close(frozenset({0}))
