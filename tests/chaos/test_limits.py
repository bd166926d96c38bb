"""What stops a worker in its tracks, a full disk or too many dead letters, changes no output once it may go on."""

from datetime import UTC, datetime

from aiokafka import AIOKafkaProducer

from schemas.base import encode
from schemas.control import OperatorLeave
from services.streaming.leave import OPERATOR
from services.streaming.marks import mark_key
from services.streaming.settings import Settings
from services.streaming.worker import FAILED
from tests.chaos.conftest import Judge
from tests.chaos.events import PARTITIONS, unreadable
from tests.chaos.outcome import Seen, see
from tests.chaos.process import Worker
from tests.chaos.scene import Scene
from tests.chaos.shift import Shift
from tests.chaos.worker import GROUP
from tests.chaos.writing import INPUT
from tests.cluster import Cluster

DISK = 400_000
"""Bytes: less than the journal's state needs."""


async def test_a_full_disk_ends_the_worker_before_it_commits_and_with_room_it_goes_on(
    scene: Scene, judge: Judge
) -> None:
    worker = await Worker.start(scene.plan(file_bytes=DISK))
    assert await worker.ended() == FAILED
    assert any("disk" in line.lower() for line in worker.lines), worker.tail()
    async with Shift(scene.plan()) as shift:
        await scene.published()
        await shift.close()
    await judge("disk full", "1 worker ended by a full disk")


async def test_a_partition_stopped_by_dead_letters_goes_on_with_an_operators_leave(
    scene: Scene, expected: Seen
) -> None:
    """Two hundred unreadable records follow the journal: the rest is published, and they with leave, each once."""
    await Cluster(scene.settings).produce(INPUT, [unreadable(number, 0) for number in range(100_000, 100_200)])
    until = scene.ends[0] + 1_000
    async with Shift(scene.plan()) as shift:
        worker = await shift.life(0)
        await worker.says("too many dead letters")
        await _give_leave(scene.settings, until)
        await worker.says("an operator lets dead letters pass")
        scene.ends = {**scene.ends, 0: scene.ends[0] + 200}
        await scene.published()
        await shift.close()
    seen = await see(scene.settings)
    letters = [said for said in seen.events["dead-letters", 0] if said not in expected.events["dead-letters", 0]]
    assert (len(letters), seen.duplicates, seen.missing(expected)) == (200, 0, 0)
    assert all(
        seen.events["alert-revisions", one] == expected.events["alert-revisions", one] for one in range(PARTITIONS)
    )


async def _give_leave(settings: Settings, until: int) -> None:
    leave = OperatorLeave(group=GROUP, topic=INPUT, partition=0, until=until, given_at=datetime.now(UTC))
    producer = AIOKafkaProducer(bootstrap_servers=settings.bootstrap, enable_idempotence=True)
    await producer.start()
    await producer.send_and_wait(settings.topic(OPERATOR), encode(leave), mark_key(GROUP, INPUT, 0).encode(), 0)
    await producer.stop()
