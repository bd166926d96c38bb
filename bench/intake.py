"""The `intake` benchmark: `POST /v1/case-events`, one event and NDJSON, beside a bare FastAPI endpoint before Kafka."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.broker import bench_kafka
from bench.http_load import CONNECTIONS
from bench.options import Options
from bench.result import Figures, median
from bench.serving import Amounts, Served, serve

SERVERS = {"intake": "intake", "bare_http": "bare"}
"""Module of each server, and what its figures are called."""
SINGLE, LINES = 20_000, 100_000


async def run_intake(options: Options) -> Figures:
    """Requests/s and events/s. Raises `NotAllTaken` where an event was refused, lost or doubled."""
    amounts = Amounts(options.scaled(SINGLE), options.scaled(LINES))
    served: dict[str, list[Served]] = {name: [] for name in SERVERS.values()}
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as directory, bench_kafka(options.say) as bootstrap:
        for number in range(1, options.rounds + 1):
            for module, name in SERVERS.items():
                one = await serve(module, bootstrap, Path(directory), amounts)
                served[name].append(one)
                single, lines = amounts.single / one.single.seconds, amounts.lines / one.lines.seconds
                options.say(f"round {number}: {name} {single:,.0f} requests/s; {lines:,.0f} events/s as lines")
    return _figures(served, amounts, options.rounds)


def _figures(served: dict[str, list[Served]], amounts: Amounts, rounds: int) -> Figures:
    figures: Figures = {
        "rounds": rounds,
        "connections": CONNECTIONS,
        "single_events": amounts.single,
        "ndjson_events": amounts.lines,
        "ndjson_lines_a_request": amounts.a_request,
    }
    for name, runs in served.items():
        figures |= _of(name, runs, amounts)
    for kind in ("single", "ndjson"):
        figures[f"{kind}_over_bare"] = round(figures[f"intake_{kind}_per_s"] / figures[f"bare_{kind}_per_s"], 2)
    return figures


def _of(name: str, runs: Sequence[Served], amounts: Amounts) -> Figures:
    return {
        f"{name}_single_per_s": median([amounts.single / one.single.seconds for one in runs], 0),
        f"{name}_single_p50_ms": median([one.single.percentile_ms(0.5) for one in runs]),
        f"{name}_single_p99_ms": median([one.single.percentile_ms(0.99) for one in runs]),
        f"{name}_single_not_yet_in_kafka": sum(one.single.statuses[202] for one in runs),
        f"{name}_ndjson_per_s": median([amounts.lines / one.lines.seconds for one in runs], 0),
        f"{name}_ndjson_p50_ms": median([one.lines.percentile_ms(0.5) for one in runs]),
        f"{name}_ndjson_p99_ms": median([one.lines.percentile_ms(0.99) for one in runs]),
        f"{name}_ndjson_not_yet_in_kafka": sum(one.lines.statuses[202] for one in runs),
        f"{name}_cpu_s": median([one.cpu_s for one in runs]),
        f"{name}_peak_mib": median([one.peak_mib for one in runs]),
    }
