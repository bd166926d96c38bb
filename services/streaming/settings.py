"""Where a process finds Kafka and its disk. Built by the composition root; nothing here reads the environment."""

from dataclasses import dataclass, field, replace
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of the runtime. Times in seconds."""

    batch_records: int = 5_000
    fetch_bytes: int = 4 * 1024 * 1024
    relay_records: int = 5_000
    outbox_high: int = 100_000
    """Fetching stops while the outbox holds more rows."""
    stall_s: float = 60.0
    """The watchdog ends a process whose partition has lag and no progress for this long."""
    session_s: float = 10.0
    transaction_ms: int = 10_000
    idle_clock_s: float = 60.0
    skew_s: float = 5.0
    """A clock writer that is further off the broker's time stops."""
    dead_letter_window: int = 2_000
    dead_letter_least: int = 100
    dead_letter_share: float = 0.05

    def times(self, batches: int) -> "Limits":
        """The same, with so many times the records in a batch, and the bytes in a fetch that they need."""
        larger = (self.batch_records * batches, self.fetch_bytes * batches)
        return replace(self, batch_records=larger[0], fetch_bytes=larger[1])


@dataclass(frozen=True, slots=True)
class Settings:
    """One process's place in a cluster. `prefix` goes before every topic, group and transactional id."""

    bootstrap: str
    state_dir: Path
    prefix: str = ""
    host: str = "127.0.0.1"
    port: int = 0
    dead_letter_key: bytes = field(default=b"", repr=False)
    """64 bytes for AES-SIV (RFC 5297); dead letters keep the refused record only under this key."""
    clock_writer: bool = True
    partitions: int | None = None
    """The number that all topics of an area share; None is the topology's own."""
    replication: int = 1
    limits: Limits = field(default_factory=Limits)

    def topic(self, name: str) -> str:
        """The name on the cluster of a topic of `schemas/topology.toml`."""
        return f"{self.prefix}{name}"

    def transactional_id(self, group: str, topic: str, partition: int) -> str:
        """The partition's own producer identity: the broker fences whoever held it before."""
        return f"{self.prefix}{group}-{topic}-{partition}"
