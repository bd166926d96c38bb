"""`heed aside` on a broker that refuses, beside an intake that runs."""

import asyncio
import dataclasses
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from tenacity import retry, retry_if_result, stop_after_delay, wait_fixed

from schemas.configuration import Configuration
from schemas.configuration_rules import CLOCKS
from schemas.topology import load_topology
from services.intake.limits import Limits
from services.streaming.settings import Settings
from tests.cluster import Cluster
from tests.heed.conftest import Heed
from tests.intake.world import KEY, Served, configuration, event, report, serving
from tests.waiting import until

LIMIT = "max.message.bytes"
TOPICS = ("cases", "incident-reports")
QUICK = Limits(wait_s=0.05, shuffle_s=0.2)
CONFIGURED = Configuration.model_validate(
    configuration(sorted(CLOCKS)) | {"kafka": {"partitions": load_topology().partitions, "replication": 1}}
)


async def take_at_most(settings: Settings, size: int) -> None:
    """From now on the broker takes no record of these topics that is larger, in bytes."""
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.bootstrap)
    await admin.start()
    try:
        for name in map(settings.topic, TOPICS):
            await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, {LIMIT: str(size)})])
            await in_force(admin, name, str(size))
    finally:
        await admin.close()


async def in_force(admin: AIOKafkaAdminClient, name: str, size: str) -> None:
    """Return once the broker has heard of its topic's limit from the controller."""
    heard = retry(retry=retry_if_result(lambda found: found != size), wait=wait_fixed(0.05), stop=stop_after_delay(30))
    await heard(limit_of)(admin, name)


async def limit_of(admin: AIOKafkaAdminClient, name: str) -> str | None:
    """What the broker says now."""
    [answer] = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
    return next((entry[1] for entry in answer.resources[0][4] if entry[0] == LIMIT), None)


def refused(served: Served) -> float:
    """How many records the broker has refused."""
    return served.metric("heed_intake_moved_aside_total", reason="MessageSizeTooLargeError")


def empty(outbox: Path) -> bool:
    """Whether nothing waits and nothing lies aside."""
    with closing(sqlite3.connect(outbox)) as db:
        (rows,) = db.execute(
            "SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM learning) + (SELECT count(*) FROM aside)"
        ).fetchone()
    return int(rows) == 0


def drained(served: Served) -> bool:
    """Whether intake knows of nothing that waits."""
    return served.metric("heed_intake_spool_rows") == 0


async def listed(heed: Heed) -> list[dict[str, Any]]:
    """`heed aside list`, beside everything else that runs here."""
    done = await asyncio.to_thread(heed, "aside", "list", "--json")
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


async def test_what_the_broker_refused_is_listed_and_once_it_would_take_it_sent_again_exactly_once(
    heed: Heed, home: Path, cluster: Cluster
) -> None:
    """Of both lanes, while intake runs; meanwhile an agency that asks again is not told that Kafka has it."""
    settings = dataclasses.replace(cluster.settings, state_dir=home / "spool")
    await take_at_most(settings, 100)
    first, second = event(event_id="secret-1"), event(event_id="secret-2")
    async with serving(CONFIGURED, settings, QUICK) as served, served.client() as client:
        for one in (first, second):
            assert (await client.post("/v1/case-events", json=one)).status_code == 202
        await client.post("/v1/incident-reports", json=report(), headers={"Idempotency-Key": "r1"})
        await until(lambda: refused(served) == 3)
        lying = await listed(heed)
        repeated = await client.post("/v1/case-events", json=first)
        await take_at_most(settings, 1_000_000)
        again = await asyncio.to_thread(heed, "aside", "resend", "--all")
        await until(lambda: empty(served.outbox) and drained(served))
        cases, reports = [await cluster.read(topic) for topic in TOPICS]
        there = await client.post("/v1/case-events", json=first)
        left = await listed(heed)
    assert sorted(one["topic"] for one in lying) == ["cases", "cases", "incident-reports"]
    assert {one["reason"] for one in lying} == {"MessageSizeTooLargeError"}
    assert [len(one["accepted"]) for one in lying if one["topic"] == "incident-reports"] == [len("2026-03-17")]
    assert not any(secret in json.dumps(lying) for secret in (KEY, KEY[:12], "secret", "assessment"))
    assert again.stdout.startswith("3 to be sent again"), again.stderr
    assert [json.loads(one.value or b"")["event_id"] for one in cases] == ["secret-1", "secret-2"]
    assert (len(reports), left) == (1, [])
    assert (repeated.status_code, there.status_code) == (202, 200)


async def test_what_was_asked_for_while_intake_was_down_goes_when_it_starts_and_may_be_refused_again(
    heed: Heed, home: Path, cluster: Cluster
) -> None:
    settings = dataclasses.replace(cluster.settings, state_dir=home / "spool")
    await take_at_most(settings, 100)
    async with serving(CONFIGURED, settings, QUICK) as served, served.client() as client:
        await client.post("/v1/case-events", json=event())
        await until(lambda: refused(served) == 1)
    done = await asyncio.to_thread(heed, "aside", "resend", "1")
    assert done.returncode == 0, done.stderr
    assert [one["again"] for one in await listed(heed)] == [True]
    async with serving(CONFIGURED, settings, QUICK) as served:
        await until(lambda: refused(served) == 1)
        await until(lambda: drained(served))
    [lying] = await listed(heed)
    assert (lying["again"], await cluster.read("cases")) == (False, [])
    shown = await asyncio.to_thread(heed, "aside", "show", str(lying["id"]))
    assert "max.message.bytes" in shown.stdout
    assert "sent again:      no" in shown.stdout
    assert "heed aside resend" in shown.stdout


def test_what_cannot_be_sent_again_is_told_in_a_line(heed: Heed, home: Path) -> None:
    nowhere = heed("aside", "list")
    assert (nowhere.returncode, "intake has not run from this folder" in nowhere.stderr) == (2, True)
    (home / "spool").mkdir(parents=True)
    (home / "spool" / "intake.sqlite3").touch()
    assert heed("aside", "list").stdout.strip() == "Nothing lies aside."
    unknown = heed("aside", "resend", "7", "9")
    assert (unknown.returncode, "under 7, 9" in unknown.stderr) == (2, True)
    for wrong in ((), ("1", "--all")):
        assert heed("aside", "resend", *wrong).returncode == 2
