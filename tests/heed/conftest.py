"""`heed` as a person calls it, in a home and under a prefix of its own."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from services.heed.cleaning import delete_topics
from services.heed.places import cache_folder
from services.streaming.settings import Settings

Done = subprocess.CompletedProcess[str]
Heed = Callable[..., Done]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An installation's folder; nothing is in it yet."""
    return tmp_path / "here" / ".heed"


@pytest.fixture
def heed(settings: Settings, home: Path) -> Iterator[Heed]:
    """`heed` as a process on the session's Kafka: `heed("up")`. `kafka=None` names none. Its topics go at the end."""

    def call(*arguments: str, kafka: str | None = settings.bootstrap, config: Path | None = None) -> Done:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HEED_")}
        environment |= {"HEED_CACHE": str(cache_folder()), "HEED_HOME": str(home), "HEED_PREFIX": settings.prefix}
        environment |= {"HEED_KAFKA": kafka} if kafka else {}
        environment |= {"HEED_CONFIG": str(config)} if config else {}
        command = [sys.executable, "-m", "services.heed", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    yield call
    asyncio.run(delete_topics(settings))
