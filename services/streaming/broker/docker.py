"""Apache Kafka in Docker, through testcontainers: the official image, or one that is started the same way."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from ipaddress import ip_network
from typing import Any, Final

from services.streaming.broker.daemon import DockerUnavailable, check_daemon
from services.streaming.broker.pins import KAFKA_VERSION
from services.streaming.broker.ports import free_port
from services.streaming.broker.progress import Progress
from services.streaming.broker.ready import BrokerNotReady, wait_until_ready
from services.streaming.broker.server import ONE_NODE

IMAGE: Final = f"apache/kafka:{KAFKA_VERSION}"
PULL_S = 60.0
SILENCE_S = 20
START_S = 90.0


def images_ready(progress: Progress) -> None:
    """Return once the daemon holds Kafka's image, and testcontainers' reaper unless that is switched off.

    What is missing is pulled. Raises `DockerUnavailable` where no daemon answers within seconds, or a pull fails or
    takes more than 60 s.
    """
    check_daemon(os.environ)  # before the client: its first request to one that refuses leaks a socket
    from testcontainers.core.config import testcontainers_config  # a development dependency, as is the client

    for image in [IMAGE] if testcontainers_config.ryuk_disabled else [IMAGE, testcontainers_config.ryuk_image]:
        image_ready(image, progress)


def image_ready(image: str, progress: Progress) -> None:
    """The same for one image of a daemon that answers."""
    import docker
    from docker.errors import DockerException, ImageNotFound
    from urllib3.exceptions import HTTPError

    try:
        client = docker.from_env(timeout=SILENCE_S)
        try:
            client.images.get(image)
        except ImageNotFound:
            _pull(client, image, progress)
        finally:
            client.close()
    except (DockerException, HTTPError, OSError) as error:
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
    """The bootstrap servers of a new container of an image that the daemon holds.

    It is removed on the way out, or by testcontainers' reaper if we are killed. Raises `DockerUnavailable`, with the
    end of the container's log, where Kafka doesn't come up in it.
    """
    with ExitStack() as stack:
        yield _started(image, stack)


def _started(image: str, stack: ExitStack) -> str:
    from docker.errors import DockerException
    from testcontainers.core.container import DockerContainer

    container = DockerContainer(image)
    try:
        address = _published(container)
        stack.enter_context(container.with_envs(**_environment(address)))
        wait_until_ready(address, alive=lambda: _runs(container), seconds=START_S)
    except (DockerException, OSError, RuntimeError) as error:
        raise DockerUnavailable(f"no Kafka from {image} in Docker: {error}{_log_end(container, error)}") from error
    return address


def _published(container: Any) -> str:
    """Where the container is reached, known before it starts: Kafka tells it to its clients."""
    (host, local), port = _host(container.get_docker_client()), free_port()
    # Kafka asks nobody who they are: where the daemon is this machine's, only this machine is to reach it.
    container.ports["9092"] = (host, port) if local else port
    return f"{host}:{port}"


def _host(client: Any) -> tuple[str, bool]:
    """And whether that address is of this machine alone."""
    from testcontainers.core.config import ConnectionMode

    mode = client.get_connection_mode()
    if mode is ConnectionMode.docker_host:
        host = client.host()
        return ("127.0.0.1", True) if host == "localhost" else (host, host == "127.0.0.1")
    if mode is ConnectionMode.gateway_ip:  # seen from inside a container, the daemon's machine is its bridge's gateway
        return _gateway(client.client.networks.get("bridge").attrs["IPAM"]["Config"][0]), True
    raise DockerUnavailable(f"no way to a sibling container is known before it starts ({mode.value})")


def _gateway(network: Mapping[str, str]) -> str:
    """Before the first container runs, Docker may not say; it takes the network's first address."""
    return network.get("Gateway") or str(ip_network(network["Subnet"])[1])


def _runs(container: Any) -> bool:
    wrapped = container.get_wrapped_container()
    wrapped.reload()
    return bool(wrapped.status != "exited")


def _log_end(container: Any, error: Exception) -> str:
    if not isinstance(error, BrokerNotReady):
        return ""
    tail: bytes = container.get_wrapped_container().logs(tail=20)
    return f". The end of its log:\n{tail.decode(errors='replace')}"


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
