"""Views on real Kafka: the last value of each key, committed records only, rebuilt for another log."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from aiokafka import AIOKafkaProducer

from services.streaming.settings import Settings
from services.streaming.topology import apply
from services.streaming.views import Records, View, ViewSpec, ViewTooSlow
from tests.cluster import Cluster, Sent
from tests.waiting import until

SCHEMA = "CREATE TABLE pairs (key BLOB PRIMARY KEY, value BLOB)"


def _keep(db: sqlite3.Connection, topic: str, records: Records) -> None:
    for record in records:
        if record.value is None:
            db.execute("DELETE FROM pairs WHERE key = ?", (record.key,))
        else:
            db.execute("INSERT OR REPLACE INTO pairs VALUES (?, ?)", (record.key, record.value))


SPEC = ViewSpec("pairs", ("counts",), SCHEMA, _keep)


@asynccontextmanager
async def _following(settings: Settings) -> AsyncIterator[View]:
    view = View(SPEC, settings)
    await view.start()
    try:
        yield view
    finally:
        await view.stop()


def _pairs(view: View) -> dict[bytes, bytes]:
    with view.read() as db:
        return dict(db.execute("SELECT key, value FROM pairs"))


async def test_a_view_holds_the_last_value_of_each_key_and_nothing_of_a_tombstone(cluster: Cluster) -> None:
    await cluster.produce("counts", [Sent(b"1", b"a"), Sent(b"2", b"a"), Sent(b"1", b"b"), Sent(None, b"b")])
    async with _following(cluster.settings) as view:
        await until(lambda: view.level)
        assert _pairs(view) == {b"a": b"2"}


async def test_an_aborted_transaction_is_never_seen(cluster: Cluster) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=cluster.settings.bootstrap, transactional_id=cluster.settings.prefix)
    await producer.start()
    await producer.begin_transaction()
    await producer.send_and_wait(cluster.settings.topic("counts"), b"9", b"a", 0)
    await producer.abort_transaction()
    await producer.stop()
    await cluster.produce("counts", [Sent(b"1", b"b")])
    async with _following(cluster.settings) as view:
        await until(lambda: view.level)
        assert _pairs(view) == {b"b": b"1"}


async def test_a_view_goes_on_from_where_it_stopped(cluster: Cluster) -> None:
    await cluster.produce("counts", [Sent(b"1", b"a")])
    async with _following(cluster.settings) as view:
        await until(lambda: view.level)
    await cluster.produce("counts", [Sent(b"2", b"b")])
    async with _following(cluster.settings) as view:
        assert _pairs(view) == {b"a": b"1"}
        await until(lambda: len(_pairs(view)) == 2)


async def test_a_view_of_another_log_is_rebuilt(cluster: Cluster) -> None:
    await cluster.produce("counts", [Sent(b"1", b"a")])
    async with _following(cluster.settings) as view:
        await until(lambda: view.level)
    elsewhere = replace(cluster.settings, prefix=cluster.settings.prefix + "other-")
    again = Cluster(elsewhere)
    await apply(elsewhere)
    moved = View(SPEC, elsewhere)
    moved.path.parent.mkdir(parents=True)
    view.path.rename(moved.path)
    await moved.start()
    await until(lambda: moved.level)
    assert _pairs(moved) == {}
    await moved.stop()
    await again.close()


async def test_a_read_that_takes_too_long_is_ended(cluster: Cluster) -> None:
    async with _following(cluster.settings) as view:
        await until(lambda: view.level)
        with pytest.raises(ViewTooSlow), view.read() as db:
            db.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
            ).fetchone()
