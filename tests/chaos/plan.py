"""What a worker's process is told: where, with which bounds, and what shall happen to it."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from services.streaming.settings import Limits, Settings
from tests.chaos.faults import Fault

DEAD_LETTER_KEY = bytes(range(64))
QUICK = Limits(session_s=2.0, batch_records=250, relay_records=300, outbox_high=600)
"""Small batches and transactions, so that there are many places to be killed at; a killed member is soon missed.
Folding never runs far ahead of sending, so that both are still at work when a fault is due."""


@dataclass(frozen=True, slots=True)
class Plan:
    """One worker process. `fold` names what `tests.chaos.worker` runs."""

    bootstrap: str
    prefix: str
    state: str
    limits: Limits = QUICK
    clock_writer: bool = False
    fold: Literal["visits", "triage"] = "visits"
    fault: Fault | None = None
    file_bytes: int | None = None
    """No file of the process may grow beyond this: a disk that is full."""

    def settings(self) -> Settings:
        """The runtime's settings."""
        return Settings(
            bootstrap=self.bootstrap,
            state_dir=Path(self.state),
            prefix=self.prefix,
            dead_letter_key=DEAD_LETTER_KEY,
            clock_writer=self.clock_writer,
            partitions=None,
            limits=self.limits,
        )

    def text(self) -> str:
        """As an argument of the command line."""
        return json.dumps(asdict(self))


def plan_of(text: str) -> Plan:
    """The inverse of `Plan.text`."""
    said = json.loads(text)
    fault = Fault(**said.pop("fault")) if said["fault"] else said.pop("fault")
    return Plan(**{**said, "limits": Limits(**said["limits"]), "fault": fault})
