"""The demo, whole: everything that was planted is found, the figures add up, and nothing is left running."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from aiokafka.admin import AIOKafkaAdminClient

from services.heed.places import cache_folder
from services.streaming.broker import Broker
from tests.cluster import Cluster
from tests.heed.test_process import eventually

SERVICES = 3


@contextmanager
def demo(kafka: Broker, home: Path, *options: str, prefix: str | None = None) -> Iterator[subprocess.Popen[str]]:
    """A running `heed demo`, small. `prefix` is that of another installation on the same Kafka, in the environment."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HEED_")}
    environment |= {"HEED_KAFKA": kafka.bootstrap, "HEED_CACHE": str(cache_folder()), "HEED_HOME": str(home)}
    environment |= {"HEED_PREFIX": prefix} if prefix else {}
    command = [sys.executable, "-m", "services.heed", "demo", "--scale", "0.05", *options]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def until_sending(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """Read until the services are up; every process that the demo then has."""
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if line.startswith("Sending"):
            found = psutil.Process(process.pid).children(recursive=True)
            assert len(found) == SERVICES + 1, said  # and the process manager
            return found
    pytest.fail(said)


def gone(processes: list[psutil.Process]) -> bool:
    """Whether all have ended; a zombie has."""
    return not [one for one in processes if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


async def topics(kafka: Broker, prefix: str) -> set[str]:
    """The topics on the cluster that begin so."""
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
    await admin.start()
    try:
        return {name for name in await admin.list_topics() if name.startswith(prefix)}
    finally:
        await admin.close()


@pytest.mark.timeout(600)
def test_an_unattended_demo_finds_all_that_was_planted_and_ends(kafka: Broker, tmp_path: Path) -> None:
    with demo(kafka, tmp_path / ".heed", "--once", "--json", str(tmp_path / "figures.json")) as process:
        running = until_sending(process)
        said, _ = process.communicate()
    assert process.returncode == 0, said
    figures = json.loads((tmp_path / "figures.json").read_text())
    assert figures["planted_alerted"] == figures["planted_expected"] > 20
    assert figures["planted_quiet"] == figures["planted_silent"] > 10
    assert set(figures["alerts"]) == {
        "assessment_overdue",
        "no_strategy_after_high_harm",
        "overlooked_harm_declared",
        "repeat_nfa",
    }
    assert figures["accepted"] == figures["accepted_case_events"] + figures["accepted_incident_reports"] > 0
    assert 0 < figures["counts"] <= figures["accepted_incident_reports"]
    assert figures["dead_letters"] == 40
    assert "A prompt to look, from recorded events." in said
    assert gone(running)


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("number", "options", "code"), [(signal.SIGINT, (), 0), (signal.SIGTERM, ("--once",), 130)])
async def test_a_signal_stops_everything_in_order_and_leaves_kafka_as_it_was(
    kafka: Broker, cluster: Cluster, tmp_path: Path, number: signal.Signals, options: tuple[str, ...], code: int
) -> None:
    """It is how a demo ends, so that `make` reports no error; one that should have ended by itself has failed."""
    others, before = cluster.settings.prefix, await topics(kafka, "demo-")
    with demo(kafka, tmp_path / ".heed", *options, prefix=others) as process:
        running = until_sending(process)
        process.send_signal(number)
        said, _ = process.communicate()
    assert process.returncode == code, said
    assert "Traceback" not in said
    assert gone(running)
    assert await topics(kafka, "demo-") <= before
    assert {f"{others}cases", f"{others}alerts"} <= await topics(kafka, others)
    assert not (tmp_path / ".heed" / "run" / "running.json").exists()


@pytest.mark.timeout(300)
@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal on a parent's death is Linux's")
def test_a_killed_demo_leaves_nothing_running_for_long(kafka: Broker, tmp_path: Path) -> None:
    with demo(kafka, tmp_path / ".heed") as process:
        running = until_sending(process)
        process.kill()
        eventually(lambda: gone(running), 60)
