"""Triage with all rules, one feed of the bench's area, hosted by the runtime."""

import uvloop

from bench.triage_work import built
from bench.work import Job
from services.streaming.settings import Settings
from services.streaming.spec import FoldSpec
from services.streaming.worker import run_worker
from services.triage.fold import Triage


def build_spec() -> FoldSpec:
    """As `services.triage.spec` builds it, but for the feeds."""
    made = built()
    return FoldSpec(group="triage", topic="cases", make=lambda: Triage(made), engine=made.engine, clocked=True)


if __name__ == "__main__":
    job = Job.from_argv()
    settings = Settings(job.bootstrap, job.state_dir, job.prefix, port=job.port, dead_letter_key=bytes(64))
    uvloop.run(run_worker(build_spec(), settings))
