"""(b) Two workers, one killed, one joining. (d) A worker stopped past its session while another takes over."""

import signal

import pytest

from tests.chaos.conftest import Judge
from tests.chaos.faults import Fault, Place
from tests.chaos.scene import Scene
from tests.chaos.shift import Shift
from tests.chaos.sizes import SMALL, at_both_sizes

FILES = {"own": ("one", "two", "three"), "same": ("one", "one", "one")}


@at_both_sizes
@pytest.mark.parametrize("files", FILES)
async def test_two_workers_one_killed_one_joining(scene: Scene, files: str, judge: Judge) -> None:
    first, second, third = FILES[files]
    killed = Fault("before the outbox forgets", 8 * scene.size // SMALL)
    async with (
        Shift(scene.plan(first), [killed], replace=False) as one,
        Shift(scene.plan(second)) as two,
    ):
        await one.over()
        async with Shift(scene.plan(third)) as three:
            await scene.published()
            await three.close()
        await two.close()
    await judge(f"(b) one killed, one joins, {files} files", "1 kill -9, 2 rebalances")


@at_both_sizes
@pytest.mark.parametrize(
    ("place", "files"),
    [
        ("in a transaction", "own"),
        ("before the outbox forgets", "own"),
        ("in a transaction", "same"),
        ("in a batch", "same"),
    ],
)
async def test_a_worker_stopped_while_another_takes_over_then_continued(
    scene: Scene, place: Place, files: str, judge: Judge
) -> None:
    """It holds an open transaction, or the file's lock, or has not heard that it had committed."""
    at = 300 if place == "in a transaction" else 4
    stopped = Fault(place, at * scene.size // SMALL, "ask")
    async with Shift(scene.plan(FILES[files][0]), [stopped]) as one:
        zombie = await one.life(0)
        await zombie.says("fault:")
        zombie.signal(signal.SIGSTOP)
        async with Shift(scene.plan(FILES[files][1])) as two:
            await _taken_over(two, locked=(place, files) == ("in a batch", "same"))
            zombie.signal(signal.SIGCONT)
            zombie.answer()
            await scene.published()
            await two.close()
        await one.close()
    await judge(f"(d) stopped {place}, {files} files", f"1 SIGSTOP, {len(one.ends) + len(two.ends)} ended themselves")


async def _taken_over(two: Shift, locked: bool) -> None:
    """Until it has all partitions, or has failed for the lock that the stopped worker holds."""
    worker = await two.life(0)
    if locked:
        await worker.says("database is locked")
        await two.life(1)
    else:
        await worker.says("partition opened", times=3)
