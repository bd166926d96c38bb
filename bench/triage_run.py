"""One measurement of triage in a process of its own, so that memory is its own: `python -m bench.triage_run WORK`."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from dataclasses import asdict, dataclass
from typing import Any, Literal

from bench.case_lives import CaseLives
from bench.case_log import CaseLog
from bench.process import ROOT, ContenderFailed
from bench.triage_work import Log, decided, fold, long


@dataclass(frozen=True, slots=True)
class Work:
    """What to measure, on how large a log: lives as the simulator makes them, or `mixed`, events of every type at
    random, of which more than half make an alert or change one. `each`: so many events a child, and `mixed`.
    """

    what: Literal["fold", "decide", "long"]
    children: int
    partitions: int = 1
    mixed: bool = False
    each: int | None = None


async def measured(work: Work) -> dict[str, Any]:
    """What `Folded` or `Decided` holds. Raises `ContenderFailed`."""
    command = (sys.executable, "-m", "bench.triage_run", json.dumps(asdict(work)))
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, cwd=ROOT)
    said, _ = await process.communicate()
    if process.returncode != 0:
        raise ContenderFailed(f"{work} ended with {process.returncode}")
    found: dict[str, Any] = json.loads(said)
    return found


def _run(work: Work) -> dict[str, Any]:
    if work.what == "long":
        return asdict(long(CaseLives(work.children)))
    log: Log = CaseLog(work.children, work.each) if work.mixed or work.each else CaseLives(work.children)
    return asdict(fold(log, work.partitions) if work.what == "fold" else decided(log))


if __name__ == "__main__":
    print(json.dumps(_run(Work(**json.loads(sys.argv[1])))))
