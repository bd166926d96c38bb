"""Kafka for these tests is in a container, or they fail with what is missing: who asks for them wants to know."""

from collections.abc import Iterator

import pytest

from services.heed.places import cache_folder
from services.streaming.broker import Broker
from services.streaming.broker.docker import docker_kafka
from tests.docker.engine import engine
from tests.docker.image import kafka_image
from tests.docker.root import Missing
from tests.heed.conftest import heed, home

__all__ = ["heed", "home"]


@pytest.fixture(scope="session")
def docker_host() -> Iterator[None]:
    """A Docker engine that answers where `DOCKER_HOST` says."""
    with pytest.MonkeyPatch.context() as environment:
        try:
            with engine() as host:
                if host:
                    environment.setenv("DOCKER_HOST", host)
                yield
        except Missing as missing:
            raise pytest.fail.Exception(str(missing), pytrace=False) from None


@pytest.fixture(scope="session")
def kafka(docker_host: None) -> Iterator[Broker]:
    """Instead of the ladder's: a container of the official image, or of the one that is built here."""
    try:
        image = kafka_image(cache_folder())
    except Missing as missing:
        raise pytest.fail.Exception(str(missing), pytrace=False) from None
    with docker_kafka(image) as bootstrap:
        yield Broker(bootstrap, f"{image} in Docker")
