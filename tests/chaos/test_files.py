"""(e) The state file deleted, and replaced by yesterday's. (f) The topic recreated under an old file."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from aiokafka.admin import AIOKafkaAdminClient

from services.streaming import topology
from services.streaming.worker import FAILED
from tests.chaos.conftest import Judge
from tests.chaos.events import journal
from tests.chaos.faults import Fault
from tests.chaos.outcome import see
from tests.chaos.process import Worker
from tests.chaos.scene import SEED, Scene, topics_of
from tests.chaos.shift import Shift
from tests.chaos.sizes import SMALL, at_both_sizes
from tests.chaos.writing import INPUT, write


@at_both_sizes
async def test_a_deleted_file_is_rebuilt_and_nothing_is_published_again(scene: Scene, judge: Judge) -> None:
    await _die(scene, 20)
    shutil.rmtree(scene.folder / "one")
    await _finish(scene)
    await judge("(e) files deleted", "1 kill -9, 3 files deleted")


@at_both_sizes
async def test_yesterdays_files_go_on_and_nothing_is_published_again(scene: Scene, judge: Judge) -> None:
    await _die(scene, 10)
    _copy(scene.folder / "one", scene.folder / "yesterday")
    await _die(scene, 10)
    shutil.rmtree(scene.folder / "one")
    shutil.move(scene.folder / "yesterday", scene.folder / "one")
    await _finish(scene)
    await judge("(e) yesterday's files", "2 kill -9, 3 files replaced")


async def test_after_all_is_published_deleted_files_publish_nothing(scene: Scene, judge: Judge) -> None:
    await _finish(scene)
    before = await see(scene.settings)
    shutil.rmtree(scene.folder / "one")
    async with Shift(scene.plan()) as shift:
        await (await shift.life(0)).says("partition level", times=3)
        await scene.published()
        await shift.close()
    assert (await see(scene.settings)).value_records == before.value_records > 0
    await judge("(e) files deleted at the end", "3 files deleted")


async def test_a_topic_recreated_under_an_old_file_is_a_clear_stop(scene: Scene) -> None:
    await _finish(scene)
    await _recreate(scene)
    worker = await Worker.start(scene.plan())
    assert await worker.ended() == FAILED
    assert any("log and state differ" in line and "heed state drop" in line for line in worker.lines), worker.tail()


async def test_once_the_files_of_a_recreated_topic_are_dropped_its_outputs_come_from_its_start(scene: Scene) -> None:
    """The old log's mark says nothing about the new log: as many of its outputs come as its events make."""
    await _finish(scene)
    before = len((await see(scene.settings)).all_events())
    await _recreate(scene)
    shutil.rmtree(scene.folder / "one")
    await _finish(scene)
    assert len((await see(scene.settings)).all_events()) == 2 * before


async def _die(scene: Scene, transactions: int) -> None:
    """Run until killed between Kafka's commit and the outbox's delete of so many transactions."""
    worker = await Worker.start(
        scene.plan(fault=Fault("before the outbox forgets", transactions * max(1, scene.size // SMALL)))
    )
    assert await worker.ended(300) == -9, worker.tail()


async def _finish(scene: Scene) -> None:
    async with Shift(scene.plan()) as shift:
        await scene.published()
        await shift.close()


def _copy(source: Path, target: Path) -> None:
    """As SQLite's backup copies: whole, with what the write-ahead log holds."""
    for path in source.rglob("*.sqlite"):
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(path)) as old, closing(sqlite3.connect(copy)) as new:
            old.backup(new)


async def _recreate(scene: Scene) -> None:
    """Delete the input topic, make it again and write the same to it."""
    admin = AIOKafkaAdminClient(bootstrap_servers=scene.settings.bootstrap)
    await admin.start()
    await admin.delete_topics([scene.settings.topic(INPUT)])
    await admin.close()
    await topology.apply(scene.settings, topics_of((INPUT,)))
    scene.ends = await write(scene.settings, journal(scene.size, seed=SEED))
