"""Whether the demo's services do their work, or only ever start again."""

from services.heed.errors import UserError
from services.heed.process import Manager, ProcessState

MOST_STARTS = 4
TAIL = 15


class Health:
    """Remembers each service's processes."""

    def __init__(self, manager: Manager) -> None:
        self._manager = manager
        self._pids: dict[str, set[int]] = {}

    def check(self) -> None:
        """Raises `UserError`, with the end of the log, where a service has been given up or has started too often."""
        for process in self._manager.states():
            pids = self._pids.setdefault(process.name, set())
            pids.update({process.pid} - {0})
            if process.given_up or len(pids) > MOST_STARTS:
                raise UserError(_words(process))


def _words(process: ProcessState) -> str:
    tail = "\n".join(process.log.read_text(errors="replace").splitlines()[-TAIL:])
    return f"{process.name} can't run. The end of {process.log}:\n{tail}"
