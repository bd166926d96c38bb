"""Who has files of a folder open."""

from contextlib import suppress
from pathlib import Path

import psutil


def holders(folder: Path) -> list[int]:
    """The ids of this user's processes that have a file below the folder open. Others' can't be seen."""
    return sorted(process.pid for process in psutil.process_iter() if _holds(process, folder.resolve()))


def _holds(process: psutil.Process, folder: Path) -> bool:
    with suppress(psutil.AccessDenied, psutil.NoSuchProcess):
        return any(Path(file.path).is_relative_to(folder) for file in process.open_files())
    return False
