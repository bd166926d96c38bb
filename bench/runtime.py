"""The `runtime` benchmark: idiomatic Faust, Quix Streams and this runtime on the same work, in turn."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.broker import bench_kafka
from bench.contest import Run, run
from bench.options import Options
from bench.reports import ReportLog
from bench.result import Figures, median


@dataclass(frozen=True, slots=True)
class Entrant:
    """A contender: its module, what its figures are called, how many reports it is given, and what it promises."""

    module: str
    name: str
    reports: int
    guarantee: str
    state_on_disk: bool = True


ENTRANTS = (
    Entrant("faust_table", "faust", 100_000, "at least once", state_on_disk=False),
    Entrant("quix", "quix", 600_000, "exactly once"),
    Entrant("runtime", "runtime", 600_000, "exactly once"),
)
"""Faust is given fewer reports: it takes a while."""


async def run_runtime(options: Options) -> Figures:
    """Events/s and what they cost. Raises `NeverLevel` where a contender's published counts aren't the true ones."""
    runs: dict[str, list[Run]] = {one.name: [] for one in ENTRANTS}
    with tempfile.TemporaryDirectory(prefix="heed-bench-") as directory, bench_kafka(options.say) as bootstrap:
        for number in range(1, options.rounds + 1):
            for one in ENTRANTS:
                log = ReportLog(options.scaled(one.reports))
                found = await run(one.module, bootstrap, log, Path(directory), one.guarantee == "exactly once")
                runs[one.name].append(found)
                options.say(f"round {number}: {one.name} {found.per_s:,.0f}/s, level again {_again(found)}")
    return _figures(runs, options)


def _figures(runs: dict[str, list[Run]], options: Options) -> Figures:
    figures: Figures = {"rounds": options.rounds}
    for one in ENTRANTS:
        figures[f"{one.name}_reports"] = options.scaled(one.reports)
        figures[f"{one.name}_guarantee"] = one.guarantee
        figures |= _of(one, runs[one.name])
    for peer in ("faust", "quix"):
        figures[f"runtime_over_{peer}"] = round(figures["runtime_per_s"] / figures[f"{peer}_per_s"], 1)
    return figures


def _again(found: Run) -> str:
    return "with wrong counts" if found.level_again_s is None else f"{found.level_again_s:.1f} s"


def _of(entrant: Entrant, runs: Sequence[Run]) -> Figures:
    name, broker = entrant.name, [one.broker_cpu_s for one in runs if one.broker_cpu_s is not None]
    again = [one.level_again_s for one in runs if one.level_again_s is not None]
    state = median([one.state_bytes for one in runs]) if entrant.state_on_disk else None
    return {
        f"{name}_per_s": median([one.per_s for one in runs], 0),
        f"{name}_per_s_least": round(min(one.per_s for one in runs)),
        f"{name}_per_s_most": round(max(one.per_s for one in runs)),
        f"{name}_counts_exact": True,
        f"{name}_counts_published": median([one.published for one in runs], 0),
        f"{name}_cpu_s": median([one.cpu_s for one in runs]),
        f"{name}_broker_cpu_s": median(broker) if broker else None,
        f"{name}_peak_mib": median([one.peak_mib for one in runs]),
        f"{name}_state_bytes_per_report": state,
        f"{name}_level_again_s": median(again) if again else None,
        f"{name}_never_exact_again": len(runs) - len(again),
    }
