"""What every test may ask for: one real Kafka a session, and a corner of it for each test alone."""

import os
import secrets
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from services.heed.places import cache_folder
from services.streaming import topology
from services.streaming.broker import Broker
from services.streaming.broker import kafka as kafka_ladder
from services.streaming.settings import Settings
from tests.cluster import Cluster
from tests.profiles import register

register()


@pytest.fixture(scope="session")
def kafka() -> Iterator[Broker]:
    """A Kafka that serves, by the ladder: `HEED_KAFKA`, Docker, a child process."""
    with kafka_ladder(os.environ.get("HEED_KAFKA"), cache=cache_folder()) as broker:
        yield broker


@pytest.fixture
def settings(kafka: Broker, tmp_path: Path) -> Settings:
    """A process's place on that Kafka under a prefix that no other test has. No topic exists yet."""
    return Settings(
        bootstrap=kafka.bootstrap,
        state_dir=tmp_path / "state",
        prefix=f"test-{secrets.token_hex(4)}-",
        dead_letter_key=secrets.token_bytes(64),
    )


@pytest.fixture
async def cluster(settings: Settings) -> AsyncIterator[Cluster]:
    """The same with every topic of the topology applied, and means to produce and consume. Its topics go at the end."""
    await topology.apply(settings)
    cluster = Cluster(settings)
    yield cluster
    await cluster.close()
