"""Every benchmark, by name."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bench.deidentify import run_deidentify
from bench.intake import run_intake
from bench.options import Options
from bench.result import Figures
from bench.runtime import run_runtime
from bench.triage import run_triage


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A name, what it measures in one line, and how to run it."""

    name: str
    summary: str
    run: Callable[[Options], Coroutine[Any, Any, Figures]]


_ALL = (
    Benchmark("runtime", "the stream runtime beside Faust tables and Quix Streams, on the same work", run_runtime),
    Benchmark("intake", "POST /v1/case-events beside a bare FastAPI endpoint before Kafka", run_intake),
    Benchmark(
        "triage", "all rules over a million case events of 60,000 children; how soon an alert is out", run_triage
    ),
    Benchmark("deidentify", "what is taken out of made-up reports, and what is missed", run_deidentify),
)

BENCHMARKS: dict[str, Benchmark] = {one.name: one for one in _ALL}
