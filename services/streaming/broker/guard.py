"""Run a command that ends when its parent does, even when the parent is killed with -9.

Run as a script: `guard.py PARENT SIGNAL COMMAND...`. It asks the kernel for the signal on the parent's death, then
becomes the command. PARENT 0 stands for whoever started it. Linux only; elsewhere the command simply runs.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def guarded(command: Sequence[str], *, on_parent_death: signal.Signals, parent: int) -> list[str]:
    """The command line that runs `command` under guard. `parent` is a process id, or 0 for whoever starts it."""
    return [sys.executable, "-I", __file__, str(parent), str(int(on_parent_death)), *command]


def main(arguments: list[str]) -> None:
    """Become the command, unless the parent is already gone."""
    parent, on_death, command = int(arguments[0]) or os.getppid(), int(arguments[1]), arguments[2:]
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, on_death)
        if os.getppid() != parent:
            sys.exit("the process that started this one is gone")
    try:
        os.execvp(command[0], command)  # noqa: S606 - becoming the given command, without a shell, is what this is for
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1:])
