"""A scene per test, the undisturbed run to compare with, and the table at the end."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest

from services.streaming.broker import Broker
from tests.chaos.outcome import Seen, see
from tests.chaos.scene import Scene, new_scene
from tests.chaos.shift import Shift
from tests.chaos.table import Line, table

LINES = pytest.StashKey[list[Line]]()
Judge = Callable[[str, str], Awaitable[None]]
Tell = Callable[[Line], None]


def pytest_configure(config: pytest.Config) -> None:
    config.stash[LINES] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if config.stash[LINES]:
        terminalreporter.section("faults, and what a read_committed reader of the outputs saw")
        for line in table(config.stash[LINES]):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def undisturbed() -> dict[int, Seen]:
    """What undisturbed runs published, by size: made by the first scene that needs it."""
    return {}


@pytest.fixture
def size() -> int:
    """How many records a scene has, where a test doesn't say."""
    return 2_000


@pytest.fixture
async def scene(kafka: Broker, size: int, tmp_path: Path) -> AsyncIterator[Scene]:
    """A corner of Kafka with the journal of `size` written."""
    scene = await new_scene(kafka.bootstrap, tmp_path, size)
    await scene.write()
    yield scene
    await scene.clean()


@pytest.fixture
async def expected(kafka: Broker, size: int, tmp_path: Path, undisturbed: dict[int, Seen]) -> Seen:
    """What a run of one worker without any fault publishes from the same journal."""
    if size not in undisturbed:
        scene = await new_scene(kafka.bootstrap, tmp_path / "undisturbed", size)
        await scene.write()
        async with Shift(scene.plan()) as shift:
            await scene.published()
            await shift.close()
        undisturbed[size] = await see(scene.settings)
        await scene.clean()
    return undisturbed[size]


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Tell:
    """Puts a line into the table."""
    return request.config.stash[LINES].append


@pytest.fixture
def judge(scene: Scene, expected: Seen, tell: Tell) -> Judge:
    """Asserts that the scene's outputs are identical to the undisturbed run's; puts the comparison into the table."""

    async def judge(scenario: str, faults: str) -> None:
        line = await scene.verdict(expected, scenario, faults)
        tell(line)
        assert (line.duplicates, line.missing, line.identical) == (0, 0, True), line

    return judge
