"""A progress bar for a one-time download; nothing is drawn when there is nothing to fetch."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from services.streaming.broker.progress import Progress


@contextmanager
def progress_bar(console: Console) -> Iterator[Progress]:
    """A `Progress` that draws on the console; where that is no terminal, one line at the start is all."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[str, int] = {}

        def progress(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = int(bar.add_task(f"Fetching {what}, once", total=total))
                if not console.is_terminal:
                    console.print(f"Fetching {what} ({total:,} bytes), once …")
            bar.update(bar.task_ids[list(tasks).index(what)], completed=done)

        yield progress
