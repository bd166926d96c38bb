"""Fixtures of intake's tests."""

import dataclasses

import pytest

from schemas.configuration import Configuration
from schemas.configuration_rules import CLOCKS
from services.streaming.settings import Settings
from tests.intake.world import configuration

PARTITIONS = 3


@pytest.fixture
def configured() -> Configuration:
    """The small world's configuration."""
    raw = configuration(sorted(CLOCKS))
    return Configuration.model_validate(raw | {"kafka": {"partitions": PARTITIONS, "replication": 1}})


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """As everywhere, with this world's number of partitions."""
    return dataclasses.replace(settings, partitions=PARTITIONS, replication=1)
