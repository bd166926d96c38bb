"""End on Ctrl-C or SIGTERM, the same way: by leaving the block that holds what runs."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

EXIT = 130
"""The exit code of what was stopped by a signal: 128 and SIGINT's number, as shells have it."""


class Stopped(KeyboardInterrupt):
    """SIGTERM or Ctrl-C. A `KeyboardInterrupt`: asyncio lets only that and `SystemExit` out of a task at once."""


@contextmanager
def stoppable() -> Iterator[None]:
    """End the block on SIGTERM, SIGINT or SIGHUP, and then the process, with code 130.

    Inside, the main thread gets `Stopped`, once: more signals are ignored while things end.
    """
    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}

    def stop(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    for number in numbers:
        signal.signal(number, stop)
    try:
        yield
    except Stopped:
        sys.exit(EXIT)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def until_stopped() -> None:
    """Wait for `Stopped`."""
    threading.Event().wait()
