"""The ladder's Docker step where there is a client and no engine that serves: the next rung, without a long wait."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread

import pytest

from services.heed.places import cache_folder
from services.streaming.broker import docker as docker_step
from services.streaming.broker import kafka, silent
from services.streaming.broker.daemon import DockerUnavailable, check_daemon
from services.streaming.broker.docker import IMAGE, images_ready
from services.streaming.broker.ports import free_port


class Hanging(BaseHTTPRequestHandler):
    """An engine that says it is there, and then nothing more."""

    over = Event()

    def do_GET(self) -> None:
        if self.path == "/_ping":
            self.send_response(200)
            self.end_headers()
        else:
            self.over.wait()

    def log_message(self, format: str, *args: object) -> None:
        """Quietly."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A `DOCKER_HOST` where the handler answers."""
    Hanging.over.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"tcp://127.0.0.1:{server.server_port}"
        finally:
            Hanging.over.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def stale(tmp_path: Path) -> str:
    """The socket of an engine that has ended without removing it."""
    path = tmp_path / "docker.sock"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
    return f"unix://{path}"


@pytest.mark.parametrize("host", ["tcp://127.0.0.1:{port}", "unix:///nowhere/docker.sock", "{stale}"])
@pytest.mark.timeout(30)  # the client alone would try for a minute
def test_an_address_that_refuses_is_told_before_the_client_is_asked(
    host: str, stale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", host.format(port=free_port(), stale=stale))
    with pytest.raises(DockerUnavailable, match="no Docker daemon answers at"):
        images_ready(silent)


def test_an_address_that_takes_the_question_and_says_nothing_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.streaming.broker.daemon.ANSWER_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        host = f"tcp://127.0.0.1:{mute.getsockname()[1]}"
        with pytest.raises(DockerUnavailable, match="timed out"):
            check_daemon({"DOCKER_HOST": host})


def test_a_web_server_at_the_address_is_not_taken_for_docker() -> None:
    with serving(BaseHTTPRequestHandler) as host, pytest.raises(DockerUnavailable, match="is no Docker daemon"):
        check_daemon({"DOCKER_HOST": host})


def test_an_engine_that_hangs_after_its_first_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docker_step, "SILENCE_S", 0.5)
    with serving(Hanging) as host:
        monkeypatch.setenv("DOCKER_HOST", host)
        with pytest.raises(DockerUnavailable, match=f"no Docker image {IMAGE}"):
            images_ready(silent)


def test_a_machine_with_a_client_and_no_engine_gets_kafka_as_a_child_process(
    stale: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCKER_HOST", stale)
    with kafka(cache=cache_folder(), data=tmp_path / "kafka", heap_mb=256) as broker:
        assert broker.how.endswith("as a child process")


def test_an_address_that_only_the_client_can_reach_is_left_to_it() -> None:
    check_daemon({"DOCKER_HOST": "ssh://somewhere"})
    check_daemon({"DOCKER_HOST": "tcp://127.0.0.1:1", "DOCKER_TLS_VERIFY": "1"})
