"""The process manager keeps processes running, and leaves none behind however it ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from tenacity import Retrying, retry_if_result, stop_after_delay, wait_fixed

from services.heed.process import Manager, Program, managed

WAITS = Program("waits", [sys.executable, "-c", "import signal; signal.pause()"], {"GREETING": "100 % ready"})
OWNER = """
import signal, sys
from pathlib import Path
from services.heed.process import Program, managed
programs = [Program("waits", [sys.executable, "-c", "import signal; signal.pause()"])]
with managed(programs, Path(sys.argv[1])) as manager:
    while manager.states()[0].state != "RUNNING":
        pass
    print(manager.pid, manager.states()[0].pid, flush=True)
    signal.pause()
"""


def eventually(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until the condition holds."""
    Retrying(retry=retry_if_result(lambda held: not held), stop=stop_after_delay(seconds), wait=wait_fixed(0.05))(
        condition
    )


def runs(pid: int) -> bool:
    """Whether a process lives, zombies not counted."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def running_pid(manager: Manager) -> int:
    """The process id of the only program, 0 while it isn't running."""
    only = manager.states()[0]
    return only.pid if only.state == "RUNNING" else 0


def test_a_process_runs_with_its_environment_and_is_gone_at_the_end(tmp_path: Path) -> None:
    with managed([WAITS], tmp_path) as manager:
        eventually(lambda: running_pid(manager) > 0)
        pid = running_pid(manager)
        assert psutil.Process(pid).environ()["GREETING"] == "100 % ready"
    assert not runs(pid)
    assert not runs(manager.pid)


def test_a_killed_process_is_started_again(tmp_path: Path) -> None:
    with managed([WAITS], tmp_path) as manager:
        eventually(lambda: running_pid(manager) > 0)
        first = running_pid(manager)
        os.kill(first, signal.SIGKILL)
        eventually(lambda: running_pid(manager) not in (0, first))


def test_a_process_that_cannot_run_has_the_reason_in_its_log(tmp_path: Path) -> None:
    with managed([Program("broken", [str(tmp_path / "no-such-command")])], tmp_path) as manager:
        eventually(lambda: manager.states()[0].state in ("BACKOFF", "FATAL"))
        assert "no-such-command" in manager.states()[0].log.read_text()


def test_a_folder_deeper_than_a_unix_sockets_path_may_be_still_works(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 60) / ("e" * 60)
    with managed([WAITS], deep) as manager:
        assert [state.name for state in manager.states()] == ["waits"]


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's signal on a parent's death is Linux's")
@pytest.mark.parametrize("killed", ["owner", "manager"])
def test_nothing_is_left_when_the_owner_or_the_manager_is_killed(tmp_path: Path, killed: str) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        manager, child = map(int, owner.stdout.readline().split())
        os.kill(owner.pid if killed == "owner" else manager, signal.SIGKILL)
        eventually(lambda: not runs(manager) and not runs(child))
        owner.kill()
