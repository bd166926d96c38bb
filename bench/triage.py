"""The `triage` benchmark: events/s in to committed state and revisions out, memory, and how soon an alert is out."""

from collections.abc import Sequence
from typing import Any

from bench.options import Options
from bench.result import Figures, median
from bench.triage_latency import latency
from bench.triage_run import Work, measured

CHILDREN = 60_000
PARTITIONS = 10
FEW, MANY, EACH = 10_000, 300_000, 3
"""Children of the two logs that tell whether an event costs the same; each child has three events."""
LONG = 6_000
"""Children of the log whose placeholder has five thousand events."""


async def run_triage(options: Options) -> Figures:
    """All rules are on. Raises `ContenderFailed`."""
    children = options.scaled(CHILDREN)
    works = _works(children, options)
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in works}
    for number in range(1, options.rounds + 1):
        for name, work in works.items():
            found = await measured(work)
            runs[name].append(found)
            options.say(f"round {number}: {name} {found['events'] / found['seconds']:,.0f}/s")
    figures: Figures = {"rounds": options.rounds, "triage_children": children}
    for name in ("triage", "triage_partitioned", "triage_mixed"):
        figures |= _folded(name, runs[name])
    figures["decide_per_s"] = _per_s(runs["decide"])
    for name in ("few_children", "many_children", "long_history"):
        figures[f"{name}_us_per_event"] = median([one["last_us"] for one in runs[name]])
    return figures | await latency(options)


def _works(children: int, options: Options) -> dict[str, Work]:
    partitions = min(PARTITIONS, children // 50)
    return {
        "triage": Work("fold", children),
        "triage_partitioned": Work("fold", children, partitions),
        "triage_mixed": Work("fold", children // 4, mixed=True),
        "decide": Work("decide", children),
        "few_children": Work("fold", options.scaled(FEW), each=EACH),
        "many_children": Work("fold", options.scaled(MANY), each=EACH),
        "long_history": Work("long", options.scaled(LONG)),
    }


def _folded(name: str, runs: Sequence[dict[str, Any]]) -> Figures:
    return {
        f"{name}_events": runs[0]["events"],
        f"{name}_per_s": _per_s(runs),
        f"{name}_revisions": runs[0]["revisions"],
        f"{name}_peak_mib": median([one["peak_mib"] for one in runs]),
        f"{name}_state_bytes_per_event": median([one["state_bytes"] / one["events"] for one in runs]),
    }


def _per_s(runs: Sequence[dict[str, Any]]) -> float:
    return median([one["events"] / one["seconds"] for one in runs], 0)
