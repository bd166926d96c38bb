"""One worker process: `python -m tests.chaos.worker PLAN`."""

import asyncio
import resource
import sys

from services.streaming.spec import FoldSpec
from services.streaming.worker import run_worker
from tests.chaos.faults import arm
from tests.chaos.plan import Plan, plan_of
from tests.chaos.visits import Visits

GROUP = "triage"


def spec_of(plan: Plan) -> FoldSpec:
    """The fold that the plan names."""
    return FoldSpec(GROUP, "cases", Visits, "0123456789abcdef", clocked=True)


def main(text: str) -> None:
    """Run until SIGTERM, or until the plan's fault."""
    plan = plan_of(text)
    if plan.fault is not None:
        arm(plan.fault)
    if plan.file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (plan.file_bytes, plan.file_bytes))
    asyncio.run(run_worker(spec_of(plan), plan.settings(), None))


if __name__ == "__main__":
    main(sys.argv[1])
