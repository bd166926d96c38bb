"""`kill -9` at any moment: what was answered with a 2xx is in Kafka, once."""

import asyncio
import json
import random
import signal
import socket
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from services.intake.keys import ensure_demo_keys
from services.streaming.records import Record
from services.streaming.settings import Settings
from tests.cluster import Cluster
from tests.intake.conftest import PARTITIONS
from tests.intake.process import configured
from tests.intake.world import SOCIAL_CARE, event, report_with_child

SENDERS = 8


class Amount(NamedTuple):
    """So many events and reports are sent, and the process is killed so often meanwhile."""

    events: int
    reports: int
    kills: int


FEW, MANY = Amount(400, 80, 6), Amount(50_000, 2_000, 25)


@dataclass
class Hunted:
    """An intake process that is killed and started again."""

    command: list[str]
    log: Path
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.processes.append(subprocess.Popen(self.command, stdout=log, stderr=log))

    def kill(self) -> None:
        self.processes[-1].send_signal(signal.SIGKILL)
        self.processes[-1].wait()


@pytest.mark.timeout(240)
async def test_every_2xx_is_in_kafka_once_whatever_is_killed(cluster: Cluster, tmp_path: Path) -> None:
    """Several hundred events and reports while the process dies six times, each retried until it has its 2xx."""
    await _counted(FEW, cluster, tmp_path)


@pytest.mark.chaos
@pytest.mark.timeout(1_800)
async def test_every_2xx_of_fifty_thousand_is_in_kafka_once_whatever_is_killed(
    cluster: Cluster, tmp_path: Path
) -> None:
    """And the process dies twenty-five times."""
    await _counted(MANY, cluster, tmp_path)


async def _counted(amount: Amount, cluster: Cluster, tmp_path: Path) -> None:
    """A client that counts: what it was answered, against what is in Kafka in the end."""
    keys = ensure_demo_keys(configured(tmp_path, PARTITIONS), tmp_path / "keys")
    port = free_port()
    hunted = Hunted(command(cluster.settings, tmp_path, port), tmp_path / "log")
    hunted.start()
    client = httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {keys[SOCIAL_CARE]}"}
    )
    try:
        async with client:
            sent = await _hunt(amount, hunted, client)
            await _drained(client)
    finally:
        hunted.kill()
    cases = await cluster.read("cases")
    _check_events(amount, sent, cases)
    _check_reports(amount, sent, await cluster.read("incident-reports"), cases)


async def _hunt(amount: Amount, hunted: Hunted, client: httpx.AsyncClient) -> dict[str, list[Any]]:
    """Send all, killing the process after random numbers of answers; what was answered, by kind."""
    jobs: list[tuple[str, Any]] = [("events", event()) for _ in range(amount.events)]
    jobs += [("reports", (f"form-{number}", _report(number))) for number in range(amount.reports)]
    random.shuffle(jobs)
    kills = sorted(random.sample(range(20, amount.events + amount.reports - 20), amount.kills))
    answered: dict[str, list[Any]] = defaultdict(list)

    async def sender() -> None:
        while jobs:
            kind, job = jobs.pop()
            answered[kind].append(await _until_answered(client, kind, job))
            if kills and sum(map(len, answered.values())) >= kills[0]:
                kills.pop(0)
                hunted.kill()
                hunted.start()

    await asyncio.gather(*(sender() for _ in range(SENDERS)))
    assert len(hunted.processes) == amount.kills + 1
    return answered


async def _until_answered(client: httpx.AsyncClient, kind: str, job: Any) -> Any:
    while True:
        try:
            if kind == "events":
                answer = await client.post("/v1/case-events", json=job)
                assert answer.status_code in (200, 201, 202), answer.text
                return job["event_id"]
            answer = await client.post("/v1/incident-reports", json=job[1], headers={"Idempotency-Key": job[0]})
            assert answer.status_code == 202, answer.text
            return answer.json()["report_id"]
        except httpx.TransportError:
            await asyncio.sleep(0.02)


def _report(number: int) -> dict[str, Any]:
    child = {"la_child_id": f"CH-{number}", "responsible_agency": SOCIAL_CARE}
    return report_with_child(child=child)


async def _drained(client: httpx.AsyncClient) -> None:
    """Wait until the process says that nothing waits."""
    async with asyncio.timeout(60):
        while True:
            if "heed_intake_spool_rows 0.0" in (await client.get("/metrics")).text:
                return
            await asyncio.sleep(0.05)


def _check_events(amount: Amount, sent: dict[str, list[Any]], records: list[Record]) -> None:
    """Each is there; what is there twice (its acknowledgement died with the process) is the same record."""
    found: dict[str, set[bytes]] = defaultdict(set)
    for record in records:
        value = json.loads(record.value or b"")
        if value["type"] == "concern_raised":
            found[value["event_id"]].add(record.value or b"")
    assert set(found) == set(sent["events"])
    assert len(sent["events"]) == amount.events
    assert all(len(contents) == 1 for contents in found.values())


def _check_reports(amount: Amount, sent: dict[str, list[Any]], learning: list[Record], cases: list[Record]) -> None:
    """Each has one learning half and one protection half, whose random id survived the kills and the retries."""
    assert {json.loads(record.value or b"")["report_id"] for record in learning} == set(sent["reports"])
    halves: dict[str, set[bytes]] = defaultdict(set)
    for record in cases:
        value = json.loads(record.value or b"")
        if value["type"] == "incident_reported":
            halves[value["subject_key"]].add(record.value or b"")
    assert len(halves) == amount.reports
    assert all(len(contents) == 1 for contents in halves.values())


def command(settings: Settings, folder: Path, port: int) -> list[str]:
    place = [str(folder), settings.bootstrap, settings.prefix, str(port), str(PARTITIONS)]
    return [sys.executable, "-m", "tests.intake.process", *place]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
