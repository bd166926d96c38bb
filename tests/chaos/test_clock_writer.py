"""The second series: the worker itself puts the passing of time into the log. Where it stands then differs by run, so
the findings are compared, not their bytes' places.
"""

import time

from tests.chaos.conftest import Tell
from tests.chaos.faults import Fault
from tests.chaos.level import timed
from tests.chaos.outcome import see
from tests.chaos.scene import Scene, new_scene
from tests.chaos.shift import Shift


async def test_with_clock_records_written_by_killed_workers_the_findings_are_the_same(scene: Scene, tell: Tell) -> None:
    """Every deadline of the journal has long passed: each fires, once, in both runs."""
    calm = await new_scene(scene.settings.bootstrap, scene.folder / "calm", scene.size)
    await calm.write(clocks=False)
    rough = await new_scene(scene.settings.bootstrap, scene.folder / "rough", scene.size)
    await rough.write(clocks=False)
    await _run(calm, [])
    kills = [Fault("before the outbox forgets", 2), Fault("in a batch", 3), Fault("in a transaction", 100)]
    await _run(rough, kills)
    expected, seen = (await see(calm.settings)).findings(), (await see(rough.settings)).findings()
    tell(await rough.verdict(await see(calm.settings), "clock writer on", "3 kill -9; findings compared"))
    assert seen == expected
    assert any(b"not_recorded" in (value or b"") for _, value in seen)
    for one in (calm, rough):
        await one.clean()


async def _run(scene: Scene, kills: list[Fault]) -> None:
    began = time.time_ns() // 1_000_000
    async with Shift(scene.plan(clock_writer=True), kills) as shift:
        await shift.life(len(kills))
        await scene.published()
        await timed(scene.settings, scene.ends, after_ms=began)
        await shift.close()
