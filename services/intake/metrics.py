"""Every metric of intake, with its meaning. None is labelled by agency or team: that could join a report's halves."""

from typing import Final

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram


class Metrics:
    """One process's metrics, in a registry of their own."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry
        self.accepted = Counter(
            "heed_intake_accepted_total",
            "Records accepted and on the disk, by kind: case_event, incident_report, feed_complete_to",
            ["kind"],
            registry=registry,
        )
        self.repeated = Counter(
            "heed_intake_repeated_total",
            "Records sent again with the same content, and so already accepted, by kind",
            ["kind"],
            registry=registry,
        )
        self.rejected = Counter(
            "heed_intake_rejected_total", "Records refused, by kind and reason", ["kind", "reason"], registry=registry
        )
        self.spool_rows = Gauge(
            "heed_intake_spool_rows", "Accepted records that Kafka hasn't acknowledged yet", registry=registry
        )
        self.spool_age = Gauge(
            "heed_intake_spool_age_seconds",
            "Age of the oldest record in the outbox; 0 when empty. The learning lane waits on purpose and isn't in it",
            registry=registry,
        )
        self.relay_seconds = Histogram(
            "heed_intake_relay_seconds",
            "From acceptance to Kafka's acknowledgement, of agencies' case events",
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 600),
            registry=registry,
        )
        self.moved_aside = Counter(
            "heed_intake_moved_aside_total",
            "Records that the broker refused, kept aside: each needs an operator (`heed aside list`)",
            ["reason"],
            registry=registry,
        )
        self.texts_waiting = Gauge(
            "heed_intake_texts_waiting",
            "Texts of people that nobody trained in safeguarding has read",
            registry=registry,
        )
        self.texts_overdue = Gauge(
            "heed_intake_texts_overdue",
            "Texts that nobody has read within their time: 1 hour, or 4 working hours. Above 0 it pages like an S1",
            registry=registry,
        )
        self.connected = Gauge(
            "heed_intake_kafka_connected", "1 while the lane's producer is connected", ["lane"], registry=registry
        )
        self.restarts = Counter(
            "heed_intake_relay_restarts_total",
            "Times that a lane took a new producer, by the fault's kind",
            ["lane", "fault"],
            registry=registry,
        )


METRICS: Final = Metrics(REGISTRY)
"""The process's own, which `/metrics` shows."""
