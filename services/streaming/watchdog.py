"""Ends a process that looks alive and does nothing. Has a thread of its own, so that a stuck event loop is seen."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Pulse:
    """What the event loop last said of itself; monotonic seconds. Written by the loop, read by the watchdog."""

    loop: float = field(default_factory=time.monotonic)
    stalled: Mapping[int, float] = field(default_factory=dict)
    """Partition → since when it has lag without progress."""
    unassigned_since: float | None = None
    """Since when this worker holds nothing although the group leaves partitions unread."""
    consumer_alive: bool = True


def verdict(pulse: Pulse, now: float, stall_s: float) -> str | None:
    """Why the process must end, or None."""
    if not pulse.consumer_alive:
        return "the consumer's thread is dead"
    if now - pulse.loop > stall_s:
        return f"the event loop has not run for {now - pulse.loop:.0f} s"
    for partition, since in pulse.stalled.items():
        if now - since > stall_s:
            return f"partition {partition} has lag and made no progress for {now - since:.0f} s"
    if pulse.unassigned_since is not None and now - pulse.unassigned_since > stall_s:
        return f"nothing assigned for {now - pulse.unassigned_since:.0f} s while partitions are unread"
    return None


class Watchdog:
    """Looks at the pulse each second."""

    def __init__(self, pulse: Pulse, stall_s: float, end: Callable[[str], None]) -> None:
        """`end` is called once, in the watchdog's thread, and must end the process."""
        self._pulse, self._stall_s, self._end = pulse, stall_s, end
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watchdog", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer."""
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.wait(1.0):
            why = verdict(self._pulse, time.monotonic(), self._stall_s)
            if why is not None:
                self._end(why)
                return
