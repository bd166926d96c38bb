"""End on Ctrl-C or SIGTERM, the same way: by leaving the block that holds what runs."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(BaseException):
    """SIGTERM or Ctrl-C. Not an `Exception`: nothing but the owner of the process should catch it."""


@contextmanager
def stoppable() -> Iterator[None]:
    """Turn SIGTERM, SIGINT and SIGHUP into `Stopped` in the main thread, once: more are ignored while things end."""
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
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def until_stopped() -> None:
    """Wait for `Stopped`."""
    threading.Event().wait()
