"""Whether a Docker daemon answers: asked by hand, because the client waits a minute for one that says nothing."""

import socket
from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

DEFAULT_HOST: Final = "unix:///var/run/docker.sock"
ANSWER_S = 5.0
PING = b"GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"


class DockerUnavailable(RuntimeError):
    """Docker cannot give a broker here; the message says why."""


def check_daemon(environment: Mapping[str, str]) -> None:
    """Return where a daemon answers at `DOCKER_HOST`, or at its usual socket; a few seconds at most.

    An address that is neither a socket nor plain TCP (TLS, ssh) is left for the client to try.
    Raises `DockerUnavailable`.
    """
    host = environment.get("DOCKER_HOST") or DEFAULT_HOST
    if environment.get("DOCKER_TLS_VERIFY") or urlsplit(host).scheme not in ("unix", "tcp", "http"):
        return
    try:
        said = _ping(host)
    except (OSError, ValueError) as error:
        raise DockerUnavailable(f"no Docker daemon answers at {host}: {error}") from None
    if not said.startswith(b"HTTP/1.") or said.split(maxsplit=2)[1:2] != [b"200"]:
        raise DockerUnavailable(f"what answers at {host} is no Docker daemon")


def _ping(host: str) -> bytes:
    with _connected(host) as connection:
        connection.sendall(PING)
        return connection.recv(64)


def _connected(host: str) -> socket.socket:
    """Closed again where it can't be connected: a socket that is left to the garbage collector is a warning."""
    url = urlsplit(host)
    if url.scheme != "unix":
        return socket.create_connection((url.hostname or "localhost", url.port or 2375), timeout=ANSWER_S)
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.settimeout(ANSWER_S)
        connection.connect(url.path)
    except OSError:
        connection.close()
        raise
    return connection
