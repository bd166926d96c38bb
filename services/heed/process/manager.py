"""Start supervisord, ask it how its processes are, and end it with all of them."""

import os
import signal
import subprocess
import sys
import tempfile
import xmlrpc.client
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_fixed

from services.heed.process.program import STOP_S, Program, supervisord_conf
from services.heed.process.rpc import UnixTransport
from services.streaming.broker.guard import guarded

START_S = 20.0


@dataclass(frozen=True, slots=True)
class ProcessState:
    """What supervisord says of a process: `pid` 0 when it doesn't run; `state` in its words (RUNNING, FATAL, …)."""

    name: str
    state: str
    pid: int
    log: Path

    @property
    def given_up(self) -> bool:
        """Whether it ended too often to be started again."""
        return self.state == "FATAL"


class Manager:
    """A running supervisord."""

    def __init__(self, process: subprocess.Popen[bytes], socket: Path) -> None:
        self._process = process
        self._transport = UnixTransport(socket)
        self._rpc: Any = xmlrpc.client.ServerProxy("http://localhost", transport=self._transport)

    @property
    def pid(self) -> int:
        """Of supervisord itself."""
        return self._process.pid

    def states(self) -> list[ProcessState]:
        """Every process, by name. Raises `OSError` where supervisord does not answer."""
        found = self._rpc.supervisor.getAllProcessInfo()
        return [
            ProcessState(each["name"], each["statename"], each["pid"], Path(each["stdout_logfile"])) for each in found
        ]

    def stop(self) -> None:
        """End every process in an orderly way, then supervisord. Returns when all are gone."""
        self._transport.close()
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_S + 10)
        except subprocess.TimeoutExpired:
            self._process.kill()  # its children are guarded: they get SIGTERM from the kernel
            self._process.wait()


@contextmanager
def managed(programs: Sequence[Program], folder: Path) -> Iterator[Manager]:
    """Run the programs under supervisord; logs and its configuration in `folder`. All are ended on the way out.

    Should this process be killed, the kernel ends supervisord, and supervisord the rest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # A unix socket's path holds at most 107 characters (unix(7)), which a deep checkout exceeds.
    with tempfile.TemporaryDirectory(prefix="heed-") as short:
        socket = Path(short) / "supervisor.sock"
        configuration = folder / "supervisord.conf"
        configuration.write_text(supervisord_conf(programs, folder, socket))
        manager = Manager(_start(configuration, folder), socket)
        try:
            _answers(manager)
            yield manager
        finally:
            manager.stop()


def _start(configuration: Path, folder: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "supervisor.supervisord", "-n", "-c", str(configuration)]
    with (folder / "supervisord.out").open("ab") as out:
        # A session of its own: Ctrl-C reaches us alone, and we end the rest in order.
        return subprocess.Popen(  # noqa: S603 - our own command line
            guarded(command, on_parent_death=signal.SIGTERM, parent=os.getpid()),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )


@retry(retry=retry_if_exception_type(OSError), wait=wait_fixed(0.1), stop=stop_after_delay(START_S), reraise=True)
def _answers(manager: Manager) -> None:
    manager.states()
