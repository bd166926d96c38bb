"""Fixtures of the adapters' tests."""

import dataclasses

import pytest

from services.streaming.settings import Settings
from tests.simulate.logs import CONFIGURATION


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """As everywhere, with the demo's number of partitions."""
    kafka = CONFIGURATION.kafka
    return dataclasses.replace(settings, partitions=kafka.partitions, replication=kafka.replication)
