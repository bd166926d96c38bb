"""What a service hands to the runtime."""

from collections.abc import Callable
from dataclasses import dataclass

from services.streaming.fold import Fold


@dataclass(frozen=True, slots=True)
class FoldSpec:
    """A fold and where it belongs."""

    group: str
    """The consumer group, and the name of its state, marks and transactions."""
    topic: str
    """The topic that it reads, by its name in the topology."""
    make: Callable[[], Fold]
    """A new fold; called once a partition."""
    engine: str
    """One hash of all that outputs depend on besides the log: code, calendar, configuration. Another hash rebuilds."""
    linger: float = 0.0
    """Seconds that outputs wait, so that values of one key coalesce."""
    batches: int = 1
    """How many usual batches one transaction may take. A large one writes a page once that many records touch: for a
    fold that takes microseconds a record; one that takes milliseconds would hold up its event loop."""
    clocked: bool = False
    """Whether `clock` records are appended to its topic when a deadline of `due` has passed."""
