"""What a worker's process runs."""

import asyncio
import ctypes
import os
import resource
import signal
import sys
from multiprocessing.connection import Connection

from services.streaming.spec import FoldSpec
from services.streaming.worker import run_worker
from tests.chaos.faults import arm
from tests.chaos.plan import Plan, plan_of
from tests.chaos.visits import Visits

GROUP = "triage"
PR_SET_PDEATHSIG = 1  # linux/prctl.h


def run(text: str, say: "Connection[str, str]", ask: "Connection[str, str]") -> None:
    """Run until SIGTERM, or until the plan's fault. Says on `say` what it logs; what asks waits for a line on `ask`."""
    _die_with_the_tests()
    os.dup2(ask.fileno(), 0)
    os.dup2(say.fileno(), 1)
    os.dup2(say.fileno(), 2)
    say.close()
    plan = plan_of(text)
    if plan.fault is not None:
        arm(plan.fault)
    if plan.file_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (plan.file_bytes, plan.file_bytes))
    asyncio.run(run_worker(spec_of(plan), plan.settings(), None))


def spec_of(plan: Plan) -> FoldSpec:
    """The fold that the plan names."""
    return FoldSpec(GROUP, "cases", Visits, "0123456789abcdef", clocked=True)


def _die_with_the_tests() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
