"""The ladder to a real Kafka, and its last rung: pinned, restartable, and gone when its parent is."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from services.heed.places import cache_folder
from services.streaming.broker import BrokerNotReady, LocalBroker, kafka, local_kafka, silent
from services.streaming.broker.guard import guarded
from services.streaming.broker.jars import JarRefused, fetch_jars
from services.streaming.broker.pins import read_pins
from services.streaming.broker.ready import answers

PARENT = """
import subprocess, sys
from services.streaming.broker.guard import guarded
import os, signal
child = subprocess.Popen(guarded(["sleep", "600"], on_parent_death=signal.SIGKILL, parent=os.getpid()))
print(child.pid, flush=True)
child.wait()
"""


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalBroker]:
    with local_kafka(cache_folder(), tmp_path_factory.mktemp("kafka"), heap_mb=256) as broker:
        yield broker


def test_given_servers_where_nobody_answers_are_an_error_not_a_reason_to_use_others(tmp_path: Path) -> None:
    with pytest.raises(BrokerNotReady, match=r"HEED_KAFKA names 127\.0\.0\.1:1"), kafka("127.0.0.1:1", cache=tmp_path):
        pass


def test_given_servers_that_answer_are_used(local: LocalBroker, tmp_path: Path) -> None:
    with kafka(local.bootstrap, cache=tmp_path) as broker:
        assert (broker.bootstrap, broker.how) == (local.bootstrap, "named by HEED_KAFKA")


async def test_what_was_acknowledged_survives_a_kill_and_the_address_stays(local: LocalBroker) -> None:
    address = local.bootstrap
    await _make_topic(address, "kept")
    await _write(address, "kept", b"before")
    local.kill()
    assert not answers(address)
    local.start()
    assert local.bootstrap == address
    assert await _read_one(address, "kept") == b"before"


def test_a_restart_is_another_process_on_the_same_log(local: LocalBroker) -> None:
    before = local.pid
    local.restart()
    assert local.pid != before
    assert not psutil.pid_exists(before)
    assert answers(local.bootstrap)


def test_a_broker_does_not_start_on_a_port_where_another_would_answer_for_it(
    local: LocalBroker, tmp_path: Path
) -> None:
    port = int(local.bootstrap.rpartition(":")[2])
    second = LocalBroker(tmp_path, tmp_path / "second", heap_mb=128, port=port)
    with pytest.raises(BrokerNotReady, match=f"something else already listens on {local.bootstrap}"):
        second.start()


def test_a_broker_that_ends_while_starting_shows_the_end_of_its_log(tmp_path: Path) -> None:
    broker = LocalBroker(fetch_jars(read_pins(), cache_folder(), silent), tmp_path, heap_mb=128)
    (tmp_path / "log").mkdir()
    (tmp_path / "log" / "meta.properties").write_text("version=1\ncluster.id=another\nnode.id=7\n")
    with pytest.raises(BrokerNotReady, match=r"(?s)ended while it was starting.*broker\.log.*Stored node id 7"):
        broker.start()


def test_a_jar_that_is_not_the_pinned_one_is_refused_by_name(tmp_path: Path) -> None:
    pins = read_pins()
    folder = tmp_path / fetch_jars(pins, cache_folder(), silent).name
    folder.mkdir()
    for jar in pins:
        (folder / jar.filename).write_bytes(b"not it")
    with pytest.raises(JarRefused, match=r"scala-library-2\.13\.16\.jar.*Delete it to fetch it again"):
        fetch_jars(pins, tmp_path, silent)


def test_every_pin_is_a_whole_sha256_and_each_jar_is_pinned_once() -> None:
    pins = read_pins()
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in pins)
    assert len({(jar.group, jar.artifact) for jar in pins}) == len(pins) > 40


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal on a parent's death is Linux's")
def test_a_guarded_process_dies_with_a_parent_that_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.communicate()
    _, alive = psutil.wait_procs([child], timeout=10)
    assert not [each for each in alive if each.status() != psutil.STATUS_ZOMBIE]


def test_a_guarded_process_whose_parent_is_already_gone_does_not_start() -> None:
    command = guarded(["echo", "started"], on_parent_death=signal.SIGKILL, parent=999_999_999)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")


async def _make_topic(bootstrap: str, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    await admin.close()


async def _write(bootstrap: str, topic: str, value: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    await producer.send_and_wait(topic, value)
    await producer.stop()


async def _read_one(bootstrap: str, topic: str) -> bytes | None:
    consumer = AIOKafkaConsumer(topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    try:
        return bytes((await consumer.getone()).value)
    finally:
        await consumer.stop()
