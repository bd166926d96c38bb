"""Opens what a backtest reads: files or the log, in as many processes as are asked for."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import Progress as Shown

from services.heed.backtesting.processes import parts
from services.heed.backtesting.reading import Opened, Reading
from services.heed.backtesting.shares import PARTITIONS, Share
from services.heed.backtesting.sources import closed_so_far, event_files, from_files, from_log
from services.heed.context import Heed
from services.heed.errors import UserError
from services.intake.organisations import organisations_of
from services.triage.configured import Settings

MUCH = 32 << 20
"""Bytes of files from which on more processes are worth their start, of about a second."""


@contextmanager
def reading(heed: Heed, events: Sequence[Path] | None, built: Settings, processes: int | None) -> Iterator[Reading]:
    """What was read, with a bar that shows how much. Raises `UserError` where no event is."""
    files = event_files(events) if events else []
    size = sum(file.stat().st_size for file in files) if files else None
    number = _processes(processes, size)
    shares = [_opened(heed, files, built, Share(n, number)) for n in range(number)]
    console = Console(stderr=True)
    with Shown(console=console, transient=True, disable=not console.is_terminal) as shown:
        bar = shown.add_task("Reading", total=None if size is None else size * number)
        with parts(shares, built.feeds, lambda more: shown.advance(bar, more)) as held:
            read = Reading(held, {} if files else closed_so_far(heed.settings()))
            if not read.records:
                raise UserError(_nothing(files, read))
            shown.update(bar, description="Looking")
            yield read


def _opened(heed: Heed, files: Sequence[Path], built: Settings, share: Share) -> Opened:
    if files:
        return partial(from_files, files, built.calendar, organisations_of(heed.configuration), share)
    return partial(from_log, heed.settings(), built.calendar, share)


def _processes(asked: int | None, size: int | None) -> int:
    """There are never more than partitions."""
    many = size is None or size >= MUCH
    return min(asked or (os.cpu_count() or 1 if many else 1), PARTITIONS)


def _nothing(files: Sequence[Path], read: Reading) -> str:
    if files:
        return "\n".join([f"No line of {', '.join(map(str, files))} holds an event.", *read.reasons])
    return "The log holds no events yet. Name files of them with --events FILE."
