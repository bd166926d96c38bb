"""A Docker engine: the one that answers, or, for root on Debian, one of our own for as long as the tests run."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from services.streaming.broker.daemon import DockerUnavailable, check_daemon
from services.streaming.broker.guard import guarded
from tests.docker.root import Missing, need

START_S = 60.0
STOP_S = 60.0
BRIDGE = "docker0"
UNOBTRUSIVE = ("--iptables=false", "--ip6tables=false", "--ip-forward=false", "--ip-masq=false")
"""It leaves the machine's firewall and routes alone. Published ports work all the same, by Docker's own proxy."""


@contextmanager
def engine() -> Iterator[str]:
    """What `DOCKER_HOST` has to be. Raises `Missing` with what this machine lacks."""
    try:
        check_daemon(os.environ)
        found = os.environ.get("DOCKER_HOST", "")
    except DockerUnavailable as none:
        dockerd = need("dockerd", "docker.io", str(none))
    else:
        yield found
        return
    with tempfile.TemporaryDirectory(prefix="heed-docker-", ignore_cleanup_errors=True) as folder:
        yield from _own(dockerd, Path(folder))


def _own(dockerd: str, folder: Path) -> Iterator[str]:
    host, bridged = f"unix://{folder}/docker.sock", _bridge().exists()
    process = _start(dockerd, host, folder)
    try:
        _wait(process, host, folder)
        yield host
    finally:
        _end(process)
        if not bridged and _bridge().exists():
            subprocess.run(["ip", "link", "delete", BRIDGE], check=True)
        _let_go(folder)


def _start(dockerd: str, host: str, folder: Path) -> subprocess.Popen[bytes]:
    places = [f"--data-root={folder}/data", f"--exec-root={folder}/exec", f"--pidfile={folder}/docker.pid"]
    command = [dockerd, f"--host={host}", *places, *UNOBTRUSIVE, "--log-level=warn"]
    with (folder / "dockerd.log").open("wb") as log:
        return subprocess.Popen(
            guarded(command, on_parent_death=signal.SIGTERM, parent=os.getpid()),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _wait(process: subprocess.Popen[bytes], host: str, folder: Path) -> None:
    def asked() -> None:
        if process.poll() is not None:
            log = (folder / "dockerd.log").read_text(errors="replace")
            raise Missing(f"Docker's engine does not start on this machine: {log[-2000:]}")
        check_daemon({"DOCKER_HOST": host})

    again = retry_if_exception_type(DockerUnavailable)
    try:
        Retrying(retry=again, wait=wait_fixed(0.2), stop=stop_after_delay(START_S), reraise=True)(asked)
    except DockerUnavailable as error:
        raise Missing(f"Docker's engine was started, and after {START_S:.0f} s {error}") from None


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _let_go(folder: Path) -> None:
    """What is still mounted below the folder would keep it from being deleted."""
    mounted = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
    for path in [each for each in reversed(mounted) if each.startswith(f"{folder}/")]:
        subprocess.run(["umount", "--lazy", path], check=True)
    shutil.rmtree(folder / "data", ignore_errors=True)


def _bridge() -> Path:
    return Path("/sys/class/net") / BRIDGE
