"""A progress bar for a one-time download; nothing is drawn when there is nothing to fetch."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from services.streaming.broker.progress import Progress


@contextmanager
def progress_bar(console: Console) -> Iterator[Progress]:
    """A `Progress` that draws while a download runs; where the console is no terminal, one line at its start is all."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    bar = Bar(*columns, console=console, transient=True)
    tasks: dict[str, TaskID] = {}

    def progress(what: str, done: int, total: int) -> None:
        if what not in tasks:
            tasks[what] = bar.add_task(f"Fetching {what}, once", total=total)
            _begin(bar, console, f"Fetching {what} ({total / 1e6:.0f} MB), once …")
        bar.update(tasks[what], completed=done)
        if done >= total:
            bar.stop()

    try:
        yield progress
    finally:
        bar.stop()


def _begin(bar: Bar, console: Console, words: str) -> None:
    if console.is_terminal:
        bar.start()
    else:
        console.print(words)
