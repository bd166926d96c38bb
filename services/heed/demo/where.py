"""Where to look further than the demo's own screen."""

import sys
from pathlib import Path

from rich.console import Console

from services.heed.demo.stage import Stage


def where(console: Console, stage: Stage) -> None:
    """Addresses of documentation and metrics, what to type in another terminal, and the folder of the logs."""
    at = {name: stage.heed.address(name) for name in ("intake", "triage", "aggregator")}
    heed = Path(sys.executable).with_name("heed")
    lines = [
        f"API documentation: {at['intake']}/docs (send), {at['aggregator']}/docs (counts)",
        "Metrics: " + "  ".join(f"{address}/metrics" for address in at.values()),
        f"In another terminal, here: {_short(heed)} status | alerts | counts | dead-letters list",
        f"Logs: {_short(stage.logs)}",
    ]
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False)


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
