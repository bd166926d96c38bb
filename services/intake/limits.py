"""Bounds of what intake takes, and its times."""

from dataclasses import dataclass
from typing import Self

from schemas.configuration import Configuration


@dataclass(frozen=True, slots=True)
class Limits:
    """Times in seconds, sizes in bytes."""

    wait_s: float = 2.0
    """How long a case event's answer waits for Kafka's acknowledgement before it is `202`."""
    spool_limit: int = 200_000
    """Records that may wait for Kafka; beyond it the answer is `503`."""
    shuffle_s: float | None = None
    """Between two shuffled batches of the learning lane, in a demo; None: at a random time of each working day."""
    link_days: int = 90
    """Days for which a report may be amended or withdrawn on both lanes; then the link is forgotten."""
    receipt_days: int = 400
    """Days since the last thing that happened to it for which a receipt's code leads anywhere."""
    seen_days: int = 400
    """Days for which a repetition is recognised here; after them the folds still do."""
    retry_after_s: int = 10
    record_bytes: int = 64 * 1024
    lines: int = 10_000
    lines_bytes: int = 32 * 1024 * 1024
    requests_a_minute: int = 60_000
    """Of one API key; beyond it the answer is `429`."""
    records_a_day: int = 5_000_000
    """Of one API key. A file of events counts each of its lines."""
    forms_an_hour: int = 600
    """Reports and messages that people may send by the forms, all together; beyond it `503`."""
    future_s: float = 60.0
    """How far a sender's clock may be ahead of ours."""

    @classmethod
    def of(cls, configuration: Configuration) -> Self:
        """As the configuration says, and else as here."""
        said = configuration.intake
        return cls(
            wait_s=said.wait_s,
            spool_limit=said.spool_limit,
            shuffle_s=said.shuffle_s,
            link_days=said.forget_link_days,
            requests_a_minute=said.requests_a_minute,
            records_a_day=said.records_a_day,
            forms_an_hour=said.forms_an_hour,
        )
