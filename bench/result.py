"""What a benchmark's file holds: its figures, and the machine and versions that they were measured on."""

import os
import platform
import sqlite3
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import psutil

Figures = dict[str, Any]
"""A number or a short text by name; the name ends in the unit."""

MEASURED = ("aiokafka", "confluent-kafka", "fastapi", "faust-streaming", "pydantic", "quixstreams", "uvicorn", "uvloop")


def result(figures: Figures, machine: Figures) -> dict[str, Figures]:
    """The content of a result file."""
    return {"figures": figures, "machine": machine, "versions": versions()}


def machine() -> Figures:
    """The machine, without a name that would identify it, and its load (runnable processes) over the last 5 minutes."""
    return {
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processor": _processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "load_before": round(os.getloadavg()[1], 2),
    }


def versions() -> Figures:
    """Versions of what was measured."""
    found = {name: version(name) for name in MEASURED}
    return {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version, **found}


def median(values: Sequence[float], digits: int = 1) -> float:
    """The median, rounded; a whole number where `digits` is 0."""
    return round(statistics.median(values), digits or None)


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    except FileNotFoundError:
        names = []
    return names[0] if names else platform.processor() or "unknown"
