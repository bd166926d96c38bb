"""Every metric of the stream runtime, with its meaning. They say whose: a fold's `group`, `topic` and `partition`."""

from prometheus_client import Counter, Gauge, Histogram

WHERE = ("group", "topic", "partition")

FOLDED = Counter("heed_fold_records", "Records folded into state.", WHERE)
DUPLICATES = Counter("heed_fold_duplicates", "Records that said again what was known.", WHERE)
DEAD = Counter("heed_fold_dead_letters", "Records made dead letters, by reason.", (*WHERE, "reason"))
POSITION = Gauge("heed_fold_position", "The next offset to fold.", WHERE)
LAG_RECORDS = Gauge("heed_fold_lag_records", "Offsets between the position and the end of what is committed.", WHERE)
LAG_SECONDS = Gauge("heed_fold_lag_seconds", "Age of the log's time while there is lag; 0 when level.", WHERE)
LEVEL = Gauge("heed_fold_level", "1 when everything committed is folded.", WHERE)
STOPPED = Gauge("heed_fold_stopped", "1 while too many dead letters hold the partition for an operator.", WHERE)
BATCH_RECORDS = Histogram(
    "heed_fold_batch_records", "Records a batch.", WHERE, buckets=(1, 10, 100, 500, 1_000, 2_500, 5_000, 10_000)
)
BATCH_SECONDS = Histogram(
    "heed_fold_batch_seconds",
    "Time to fold and commit a batch.",
    WHERE,
    buckets=(0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1, 5),
)
OUTBOX = Gauge("heed_relay_outbox_rows", "Outputs committed to state and not yet in Kafka.", WHERE)
SENT = Counter("heed_relay_records", "Outputs sent in committed transactions.", WHERE)
TRANSACTION_SECONDS = Histogram(
    "heed_relay_transaction_seconds",
    "Time of an output transaction.",
    WHERE,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2, 10),
)
CLOCKS = Counter("heed_clock_records", "Clock records appended.", WHERE)
SKEW = Gauge("heed_clock_skew_seconds", "Our clock minus the broker's, at the last mark.", WHERE)
RECOVERY_SECONDS = Gauge("heed_fold_recovery_seconds", "Time from assignment to being level for the first time.", WHERE)
REBALANCES = Counter("heed_fold_rebalances", "Assignments received.", ("group", "topic"))
ASSIGNED = Gauge("heed_fold_assigned_partitions", "Partitions that this process holds.", ("group", "topic"))
COMMIT_FAILURES = Counter(
    "heed_fold_commit_failures", "Positions not reported to the group; harmless to state.", ("group", "topic")
)
WAL_BYTES = Gauge("heed_state_wal_bytes", "Size of the write-ahead log; over 64 MB it is truncated.", WHERE)
STATE_BYTES = Gauge("heed_state_bytes", "Size of the state file.", WHERE)
VIEW_POSITION_LAG = Gauge(
    "heed_view_lag_records", "Offsets that a page's view has not applied yet.", ("view", "topic", "partition")
)

OF_A_HOLDER = (
    POSITION,
    LAG_RECORDS,
    LAG_SECONDS,
    LEVEL,
    STOPPED,
    OUTBOX,
    SKEW,
    RECOVERY_SECONDS,
    WAL_BYTES,
    STATE_BYTES,
)
"""What is so only while a process holds the partition: kept after that, a lag would alert for ever."""


def let_go(where: tuple[str, str, str]) -> None:
    """Forget what was said of a partition that another process may hold now."""
    for gauge in OF_A_HOLDER:
        gauge.remove(*where)
