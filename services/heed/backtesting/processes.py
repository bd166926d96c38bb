"""Shares of a backtest in processes of their own."""

import multiprocessing
import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from services.heed.backtesting.reading import Asked, Held, Opened, Part, Read
from services.heed.backtesting.sources import Progress
from services.heed.errors import UserError
from services.triage.backtest.run import Found
from services.triage.feeds import Feed

T = TypeVar("T")
ENDED = "A process ended before it had answered: too little memory is the usual cause. Try fewer with --processes."


class Away:
    """A share that another process holds."""

    def __init__(self, there: "Connection[Any, Any]", progress: Progress) -> None:
        self._there, self._progress = there, progress

    def read(self) -> Read:
        """See `Part`."""
        return self._next(Read)

    def ask(self, asked: Asked) -> None:
        """See `Part`."""
        self._there.send(asked)

    def found(self) -> Found:
        """See `Part`."""
        return self._next(Found)

    def _next(self, kind: type[T]) -> T:
        """Raises what the process raised, and `UserError` where it has ended."""
        while True:
            try:
                said = self._there.recv()
            except EOFError:
                raise UserError(ENDED) from None
            if isinstance(said, kind):
                return said
            if isinstance(said, Exception):
                raise said
            self._progress(said)


@contextmanager
def parts(
    shares: Sequence[Opened], configured: Mapping[str, tuple[Feed, ...]], progress: Progress
) -> Iterator[list[Part]]:
    """One share is held here; of several each by a process, which ends with this context."""
    if len(shares) == 1:
        yield [Held(shares[0], configured, progress)]
        return
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in shares]
    made = [
        context.Process(target=_hold, args=(there, share, configured), daemon=True)
        for (_, there), share in zip(pipes, shares, strict=True)
    ]
    try:
        for process, (_, there) in zip(made, pipes, strict=True):
            process.start()
            there.close()
        yield [Away(here, progress) for here, _ in pipes]
    finally:
        for here, _ in pipes:
            here.close()
        for process in made:
            process.join()


def _hold(here: "Connection[Any, Any]", opened: Opened, configured: Mapping[str, tuple[Feed, ...]]) -> None:
    """Reads, says what that came to, and answers until nobody asks any more. Whoever asks hears of Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        held = Held(opened, configured, here.send)
        here.send(held.read())
        while True:
            held.ask(here.recv())
            here.send(held.found())
    except (EOFError, BrokenPipeError):
        return
    except Exception as failed:  # Whatever it is, the process that asked raises it.
        here.send(failed)
