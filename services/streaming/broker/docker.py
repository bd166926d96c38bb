"""Apache Kafka's official image in Docker, through testcontainers."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from services.streaming.broker.pins import KAFKA_VERSION
from services.streaming.broker.ports import free_port
from services.streaming.broker.progress import Progress
from services.streaming.broker.ready import wait_until_ready
from services.streaming.broker.server import ONE_NODE

IMAGE: Final = f"apache/kafka:{KAFKA_VERSION}"
SOCKET: Final = Path("/var/run/docker.sock")
PULL_S = 60.0
START_S = 90.0


class DockerUnavailable(RuntimeError):
    """Docker cannot give a broker here; the message says why."""


def image_ready(image: str, progress: Progress) -> None:
    """Return once the daemon holds the image, pulled where it was missing.

    Raises `DockerUnavailable` where no daemon answers, or the pull fails or takes more than 60 s.
    """
    import docker  # a development dependency: who installs only the services has no testcontainers either
    from docker.errors import APIError, DockerException, ImageNotFound

    # Where no daemon listens, the client's first request leaks its socket, which is a warning and so an error in tests.
    if "base_url" not in docker.utils.kwargs_from_env() and not SOCKET.exists():
        raise DockerUnavailable(f"no Docker daemon: DOCKER_HOST is not set, and there is no {SOCKET}")
    try:
        client = docker.from_env()
        client.ping()
        try:
            client.images.get(image)
        except ImageNotFound:
            _pull(client, image, progress)
    except (DockerException, APIError, OSError) as error:
        raise DockerUnavailable(f"no Docker image {image}: {error}") from error


def _pull(client: Any, image: str, progress: Progress) -> None:
    started = time.monotonic()
    for _ in client.api.pull(image, stream=True, decode=True):
        elapsed = time.monotonic() - started
        if elapsed > PULL_S:
            raise DockerUnavailable(f"pulling {image} took more than {PULL_S:.0f} s")
        progress(f"{image} (seconds of the {PULL_S:.0f} allowed)", int(elapsed), int(PULL_S))
    client.images.get(image)


@contextmanager
def docker_kafka(image: str = IMAGE) -> Iterator[str]:
    """The bootstrap servers of a new container.

    It is removed on the way out, or by testcontainers' reaper if we are killed.
    """
    from testcontainers.core.container import DockerContainer

    port = free_port()
    container = DockerContainer(image).with_bind_ports(9092, port)
    address = f"{container.get_container_host_ip()}:{port}"
    with container.with_envs(**_environment(address)):
        wait_until_ready(address, alive=lambda: container.get_wrapped_container().status != "exited", seconds=START_S)
        yield address


def _environment(address: str) -> dict[str, str]:
    """The image's way to write `server.properties`: once one setting is given, all that are needed have to be.

    Two listeners, because `address` leads to the broker from outside the container only.
    """
    settings = ONE_NODE | {
        "process.roles": "broker,controller",
        "node.id": 1,
        "controller.quorum.voters": "1@localhost:9093",
        "controller.listener.names": "CONTROLLER",
        "inter.broker.listener.name": "INSIDE",
        "listeners": "OUTSIDE://:9092,INSIDE://localhost:19092,CONTROLLER://localhost:9093",
        "advertised.listeners": f"OUTSIDE://{address},INSIDE://localhost:19092",
        "listener.security.protocol.map": "OUTSIDE:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT",
        "auto.create.topics.enable": "false",
    }
    return {f"KAFKA_{key.replace('.', '_').upper()}": str(value) for key, value in settings.items()}
