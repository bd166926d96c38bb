"""End on Ctrl-C or SIGTERM, the same way: by leaving the block that holds what runs."""

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

EXIT = 130
"""The exit code of what was stopped by a signal: 128 and SIGINT's number, as shells have it."""
NUMBERS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
STOPPING = b"\nStopping: everything ends in order; this takes a few seconds.\n"
AGAIN = b"\nStill stopping: nothing more is needed.\n"
T = TypeVar("T")


class Stopped(KeyboardInterrupt):
    """SIGTERM or Ctrl-C. A `KeyboardInterrupt`: asyncio lets only that and `SystemExit` out of a task at once."""


@contextmanager
def stoppable(code: int = EXIT) -> Iterator[None]:
    """End the block on SIGTERM, SIGINT or SIGHUP, and then the process, with this code.

    Inside, the main thread gets `Stopped`, once: a further signal is only answered while things end.
    """
    before = {number: signal.getsignal(number) for number in NUMBERS}
    for number in NUMBERS:
        signal.signal(number, _stop)
    try:
        yield
    except Stopped:
        sys.exit(code)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def only_answered() -> None:
    """From here to the end of the `stoppable` block a signal changes nothing: everything is ending already."""
    for number in NUMBERS:
        signal.signal(number, _answer)


def until_stopped() -> None:
    """Wait for `Stopped`."""
    threading.Event().wait()


def run_stoppable(main: Coroutine[Any, Any, T]) -> T:
    """`asyncio.run` inside `stoppable`: a signal cancels `main`, so that its blocks are left in order, then raises."""
    return asyncio.run(_until_signal(main))


async def _until_signal(main: Coroutine[Any, Any, T]) -> T:
    loop, task, stopped = asyncio.get_running_loop(), asyncio.ensure_future(main), asyncio.Event()

    def stop() -> None:
        if stopped.is_set():
            _say(AGAIN)
        else:
            _say(STOPPING)
            stopped.set()
            task.cancel()

    for number in NUMBERS:
        loop.add_signal_handler(number, stop)
    try:
        return await task
    except asyncio.CancelledError:
        if stopped.is_set():
            raise Stopped from None
        raise
    finally:
        for number in NUMBERS:
            loop.remove_signal_handler(number)
            signal.signal(number, _answer if stopped.is_set() else _stop)


def _stop(number: int, frame: FrameType | None) -> None:
    only_answered()
    _say(STOPPING)
    raise Stopped


def _answer(number: int, frame: FrameType | None) -> None:
    _say(AGAIN)


def _say(words: bytes) -> None:
    """Straight to the terminal: a signal may come in the middle of a `print`."""
    os.write(sys.stderr.fileno(), words)
