"""(a) A worker killed ten times, and what a fold in memory says of the same log."""

import random

from services.heed.reading import read_topic
from services.streaming.testing import fold_log
from tests.chaos.conftest import Judge
from tests.chaos.faults import Fault, Place
from tests.chaos.outcome import Seen
from tests.chaos.scene import SEED, Scene
from tests.chaos.shift import Shift
from tests.chaos.sizes import SMALL, at_both_sizes
from tests.chaos.visits import Visits
from tests.chaos.writing import INPUT

WINDOW: Place = "before the outbox forgets"


def ten_kills(size: int) -> list[Fault]:
    """Four between Kafka's commit and the outbox's delete, two at any moment, four at other places."""
    random_, scale = random.Random(SEED), size // SMALL
    kills = [Fault(WINDOW, random_.randint(1, 3) * scale) for _ in range(4)]
    kills += [Fault("at a moment", random_.randint(0, 300) * scale) for _ in range(2)]
    kills += [Fault("in a batch", random_.randint(2, 5) * scale), Fault("after a batch", random_.randint(2, 5) * scale)]
    kills += [Fault("in a transaction", random_.randint(200, 900) * scale), Fault("after the outbox forgot", scale)]
    random_.shuffle(kills)
    return kills


@at_both_sizes
async def test_a_worker_killed_ten_times_publishes_what_an_undisturbed_one_does(scene: Scene, judge: Judge) -> None:
    kills = ten_kills(scene.size)
    async with Shift(scene.plan(), kills) as shift:
        await shift.life(len(kills), within=300)
        await scene.published()
        await shift.close()
    assert shift.kills == len(kills)
    await judge("(a) killed ten times", f"{shift.kills} kill -9, 4 between commit and delete")


@at_both_sizes
async def test_an_undisturbed_run_publishes_what_a_fold_in_memory_gives(scene: Scene, expected: Seen) -> None:
    log = await read_topic(scene.settings, INPUT)
    for partition in scene.ends:
        records = [record for record in log if record.partition == partition]
        events = [one for one in fold_log(Visits, records, [97] * 1_000, partition=partition) if one.topic != "counts"]
        found = [one for one in expected.all_events() if one.id.startswith(f"triage/cases/{partition}/".encode())]
        assert [one.value for one in events if one.topic == "alert-revisions"] == [
            one.value for one in found if b"/alert-revisions/" in one.id
        ]
