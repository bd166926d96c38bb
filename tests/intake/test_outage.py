"""What intake promises while Kafka, the disk or the spool fail it."""

import dataclasses
import json
import socket
import sqlite3

from schemas.configuration import Configuration
from services.intake.limits import Limits
from services.intake.outbox.rows import Outgoing, add
from services.intake.outbox.spool import wall_ms
from services.intake.outbox.tables import open_outbox
from tests.cluster import Cluster
from tests.intake.world import AREA, Served, event, report, serving
from tests.waiting import until

QUICK = Limits(wait_s=0.05, shuffle_s=0.2, spool_limit=5)


def _nowhere() -> str:
    """An address at which nothing listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{free.getsockname()[1]}"


def _drained(served: Served) -> bool:
    return served.metric("heed_intake_spool_rows") == 0


async def test_with_kafka_away_it_starts_and_takes_reports_to_its_limit(
    cluster: Cluster, configured: Configuration
) -> None:
    """Each is `202`, then `503` with `Retry-After`; and all of them are in Kafka once it is back."""
    away = dataclasses.replace(cluster.settings, bootstrap=_nowhere())
    events = [event() for _ in range(8)]
    async with serving(configured, away, QUICK) as served, served.client() as client:
        ready = await client.get("/readyz")
        answers = [await client.post("/v1/case-events", json=each) for each in events]
        repeated = await client.post("/v1/case-events", json=events[0])
    assert ready.status_code == 200
    assert [answer.status_code for answer in answers] == [202] * 5 + [503] * 3
    assert answers[-1].headers["retry-after"] == "10"
    assert repeated.status_code in (202, 503)
    async with serving(configured, cluster.settings, QUICK) as served, served.client() as client:
        await until(lambda: _drained(served))
        again = await client.post("/v1/case-events", json=events[0])
        records = await cluster.read("cases")
    assert [json.loads(record.value or b"")["event_id"] for record in records] == [
        each["event_id"] for each in events[:5]
    ]
    assert again.status_code == 200


async def test_topics_that_come_late_are_waited_for(cluster: Cluster, configured: Configuration) -> None:
    """A cluster whose topics have another number of partitions gets nothing."""
    other = configured.model_copy(update={"kafka": configured.kafka.model_copy(update={"partitions": 2})})
    async with serving(other, cluster.settings, QUICK) as served, served.client() as client:
        answer = await client.post("/v1/case-events", json=event())
        fault = {"lane": "cases", "fault": "PartitionsDifferError"}
        await until(lambda: served.metric("heed_intake_relay_restarts_total", **fault) > 0)
        assert await cluster.read("cases") == []
    assert answer.status_code == 202


async def test_a_full_disk_is_507_and_nothing_is_kept(cluster: Cluster, configured: Configuration) -> None:
    """The next request that fits is taken."""
    async with serving(configured, cluster.settings) as served, served.client() as client:

        def fill(db: sqlite3.Connection) -> None:
            db.execute(f"PRAGMA max_page_count={db.execute('PRAGMA page_count').fetchone()[0]}")

        def empty(db: sqlite3.Connection) -> None:
            db.execute("PRAGMA max_page_count=1000000")

        await served.intake.door.writer.do(fill)
        lines = "\n".join(json.dumps(event()) for _ in range(2_000))
        full = await client.post("/v1/case-events", content=lines, headers={"Content-Type": "application/x-ndjson"})
        await served.intake.door.writer.do(empty)
        again = await client.post("/v1/case-events", content=lines, headers={"Content-Type": "application/x-ndjson"})
    assert (full.status_code, full.json()["type"]) == (507, "urn:heed:problem:disk_full")
    assert again.json()["accepted"] == 2_000


async def test_what_the_broker_refuses_moves_aside(cluster: Cluster, configured: Configuration) -> None:
    """A record that is too large holds up neither what comes before nor what comes behind."""
    _leave(cluster, [("a", 0, 10), ("b", 0, 2_000_000), ("c", 0, 10)])
    async with serving(configured, cluster.settings) as served, served.client() as client:
        answer = await client.post("/v1/case-events", json=event())
        await until(lambda: _drained(served))
        records = await cluster.read("cases")
        reasons = await _aside(served)
        refused = served.metric("heed_intake_moved_aside_total", reason="MessageSizeTooLargeError")
    assert answer.status_code in (201, 202)
    assert reasons == [(b"b", "MessageSizeTooLargeError")]
    assert refused == 1
    assert [record.key for record in records][:2] == [b"a", b"c"]
    assert len(records) == 3


async def test_what_a_wrong_clock_stamped_is_sent_at_the_time_of_sending(
    cluster: Cluster, configured: Configuration
) -> None:
    """Accepted while this machine's clock was an hour ahead; the broker takes nothing from the future."""
    _leave(cluster, [("a", 0, 10), ("b", 3_600_000, 10), ("c", 0, 10)])
    async with serving(configured, cluster.settings) as served:
        await until(lambda: _drained(served))
        records = await cluster.read("cases")
        assert await _aside(served) == []
    assert [record.key for record in records] == [b"a", b"b", b"c"]
    assert all(record.timestamp <= wall_ms() for record in records)


async def test_while_the_clock_is_ahead_of_the_brokers_all_is_kept(cluster: Cluster, configured: Configuration) -> None:
    """Every record would be refused for its time, so each waits on the disk until the clock is right again."""
    async with serving(configured, cluster.settings, QUICK, ahead_ms=600_000) as served, served.client() as client:
        answer = await client.post("/v1/case-events", json=event(event_id="early"))
        fault = {"lane": "cases", "fault": "InvalidTimestampError"}
        await until(lambda: served.metric("heed_intake_relay_restarts_total", **fault) > 0)
        assert await _aside(served) == []
    assert answer.status_code == 202
    async with serving(configured, cluster.settings, QUICK) as served:
        await until(lambda: _drained(served))
        [record] = await cluster.read("cases")
    assert json.loads(record.value or b"")["event_id"] == "early"


async def _aside(served: Served) -> list[tuple[bytes, str]]:
    """Keys of what moved aside, and why."""
    sql = "SELECT key, reason FROM aside ORDER BY key"
    return await served.intake.door.writer.do(lambda db: db.execute(sql).fetchall())


async def test_a_repeated_word_of_a_feed_is_acknowledged_only_when_kafka_has_the_first(
    cluster: Cluster, configured: Configuration
) -> None:
    """`202` while it waits, `200` once it is there."""
    away = dataclasses.replace(cluster.settings, bootstrap=_nowhere())
    route, said = "/v1/feeds/case-system/complete-to", {"area": AREA, "complete_to": "2026-03-17T02:00:00Z"}
    async with serving(configured, away, QUICK) as served, served.client() as client:
        waiting = [await client.post(route, json=said) for _ in range(2)]
    async with serving(configured, cluster.settings, QUICK) as served, served.client() as client:
        await until(lambda: _drained(served))
        there = await client.post(route, json=said)
    answers = [(one.status_code, one.json()["acknowledged"]) for one in (*waiting, there)]
    assert answers == [(202, False), (202, False), (200, True)]


def _leave(cluster: Cluster, rows: list[tuple[str, int, int]]) -> None:
    """Rows (key, how far ahead of now, size) as an earlier process left them in the outbox."""
    now = wall_ms()
    db = open_outbox(cluster.settings.state_dir / "intake.sqlite3")
    db.execute("BEGIN IMMEDIATE")
    for key, ahead, size in rows:
        add(db, Outgoing("cases", 0, key.encode(), b"x" * size, (), now + ahead), now)
    db.execute("COMMIT")
    db.close()


async def test_reports_wait_with_kafka_away_too(cluster: Cluster, configured: Configuration) -> None:
    """Both lanes arrive once it is back."""
    away = dataclasses.replace(cluster.settings, bootstrap=_nowhere())
    async with serving(configured, away, QUICK) as served, served.client() as client:
        answer = await client.post("/v1/incident-reports", json=report(), headers={"Idempotency-Key": "r1"})
    async with serving(configured, cluster.settings, QUICK) as served:
        await until(lambda: _drained(served))
        [record] = await cluster.read("incident-reports")
    assert answer.status_code == 202
    assert json.loads(record.value or b"")["report_id"] == answer.json()["report_id"]
