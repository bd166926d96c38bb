"""(c) The broker killed and started again, with its transactions open or closed."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from services.heed.places import cache_folder
from services.streaming.broker import LocalBroker, local_kafka
from tests.chaos.conftest import Judge
from tests.chaos.faults import Fault
from tests.chaos.scene import Scene, new_scene
from tests.chaos.shift import Shift
from tests.chaos.sizes import SMALL, at_both_sizes


@pytest.fixture(scope="module")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalBroker]:
    """A broker that a test may kill."""
    with local_kafka(cache_folder(), tmp_path_factory.mktemp("mortal"), heap_mb=320) as broker:
        yield broker


@pytest.fixture
async def scene(mortal: LocalBroker, size: int, tmp_path: Path) -> AsyncIterator[Scene]:
    """As elsewhere, on that broker."""
    scene = await new_scene(mortal.bootstrap, tmp_path / "mortal", size)
    await scene.write()
    yield scene
    await scene.clean()


@at_both_sizes
async def test_a_broker_killed_in_mid_transaction_and_once_more_changes_nothing(
    scene: Scene, mortal: LocalBroker, judge: Judge
) -> None:
    """The worker waits for it in the middle of a transaction, then goes on; it may end itself, and is replaced."""
    scale = scene.size // SMALL
    faults = [Fault("in a transaction", 400 * scale, "ask"), None]
    async with Shift(scene.plan(), faults) as shift:
        worker = await shift.life(0)
        await worker.says("fault: in a transaction")
        mortal.kill()
        mortal.start()
        worker.answer()
        await scene.published(0.6)
        mortal.kill()
        mortal.start()
        await scene.published()
        await shift.close()
    await judge("(c) broker killed", f"2 kill -9 of the broker, 1 in mid-transaction; {len(shift.ends)} workers ended")
