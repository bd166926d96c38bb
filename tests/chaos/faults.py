"""Faults inside a worker's process, at chosen places: put round the product's methods here, it has no hooks."""

import os
import signal
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from services.streaming.partition import PartitionFold
from services.streaming.relay import Relay

Place = Literal[
    "in a batch",
    "after a batch",
    "in a transaction",
    "before the outbox forgets",
    "after the outbox forgot",
    "at a moment",
]
Deed = Literal["die", "ask", "raise"]


@dataclass(frozen=True, slots=True)
class Fault:
    """At the `at`-th time that the process comes to `place` it is killed (-9), asks its parent to go on, or raises.

    `at a moment`: killed `at` milliseconds after it opened its first partition, wherever it is.
    """

    place: Place
    at: int = 1
    deed: Deed = "die"


class Planted(RuntimeError):
    """The bug that a fault plants."""


def arm(fault: Fault) -> None:
    """Put the fault in place."""
    if fault.place == "at a moment":
        _before(PartitionFold, "__init__", _once(lambda: threading.Timer(fault.at / 1000, _die).start()))
        return
    hit = _Countdown(fault).hit
    match fault.place:
        case "in a batch":
            _before(PartitionFold, "_finish", hit)
        case "after a batch":
            _after(PartitionFold, "apply", hit)
        case "in a transaction":
            _before_awaiting(Relay, "_send_row", hit)
        case "before the outbox forgets":
            _before(Relay, "_committed", hit)
        case "after the outbox forgot":
            _after(Relay, "_committed", hit)


class _Countdown:
    def __init__(self, fault: Fault) -> None:
        self._fault, self._left = fault, fault.at

    def hit(self) -> None:
        self._left -= 1
        if self._left:
            return
        print(f"fault: {self._fault.place}", flush=True)
        match self._fault.deed:
            case "die":
                _die()
            case "ask":
                os.read(0, 1)
            case "raise":
                raise Planted(self._fault.place)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _once(do: Callable[[], None]) -> Callable[[], None]:
    done: list[bool] = []

    def first() -> None:
        if not done:
            done.append(True)
            do()

    return first


def _before(owner: type, name: str, do: Callable[[], None]) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def replaced(*arguments: Any) -> Any:
        do()
        return original(*arguments)

    setattr(owner, name, replaced)


def _after(owner: type, name: str, do: Callable[[], None]) -> None:
    original: Callable[..., Any] = getattr(owner, name)

    def replaced(*arguments: Any) -> Any:
        found = original(*arguments)
        do()
        return found

    setattr(owner, name, replaced)


def _before_awaiting(owner: type, name: str, do: Callable[[], None]) -> None:
    original: Callable[..., Awaitable[Any]] = getattr(owner, name)

    async def replaced(*arguments: Any) -> Any:
        do()
        return await original(*arguments)

    setattr(owner, name, replaced)
