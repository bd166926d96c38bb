"""The work that every contender does, so that it is the same: what a report is, and what is published of a count."""

import sys
import time
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter
from typing_extensions import TypedDict  # pydantic asks for it before Python 3.12

from schemas.reports import REPORT_RECORD, IncidentReport

INPUT = "incident-reports"
OUTPUT = "counts"
PUBLISH_S = 1.0
"""Each changed count is published this often, in seconds."""


class Count(TypedDict):
    """A published count: how many different reports the team has made. Its key is the team."""

    team: str
    n: int


COUNT = TypeAdapter(Count)


def validated(value: bytes) -> IncidentReport:
    """The report, every field validated. Raises `ValidationError`, or `TypeError` for another type of record."""
    report = REPORT_RECORD.validate_json(value)
    if not isinstance(report, IncidentReport):
        raise TypeError(f"the log holds reports only, not {type(report).__name__}")
    return report


def team_of(report: IncidentReport) -> str:
    """The team that a report counts for; the generated log names one in each."""
    return report.team or report.agency or report.area


def count_of(team: str, n: int) -> bytes:
    """The value of a published count."""
    return COUNT.dump_json(Count(team=team, n=n))


@dataclass(frozen=True, slots=True)
class Job:
    """What a contender is told: its cluster, the prefix of its topics and group, a directory of its own, and a port."""

    bootstrap: str
    prefix: str
    state_dir: Path
    port: int = 0

    @classmethod
    def from_argv(cls) -> "Job":
        """As the harness starts it: `BOOTSTRAP PREFIX STATE_DIR PORT`."""
        bootstrap, prefix, state_dir, port = sys.argv[1:]
        return cls(bootstrap, prefix, Path(state_dir), int(port))

    def argv(self) -> tuple[str, ...]:
        """The same, to start it with."""
        return (self.bootstrap, self.prefix, str(self.state_dir), str(self.port))

    @property
    def input(self) -> str:
        """The topic of reports."""
        return self.prefix + INPUT

    @property
    def output(self) -> str:
        """The topic of counts."""
        return self.prefix + OUTPUT


class FirstRecord:
    """Tells the harness once, on standard output, when a contender is handed its first record."""

    def __init__(self) -> None:
        self._told = False

    def seen(self) -> None:
        """Call with each record, or each batch."""
        if not self._told:
            self._told = True
            print(f"first {time.monotonic():.6f}", flush=True)
