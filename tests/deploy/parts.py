"""The files of `deploy/` as values, and what the code says of the same things."""

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import typer
import yaml
from prometheus_client.metrics import MetricWrapperBase

from services.heed.cli import app
from services.intake.metrics import METRICS
from services.streaming import metrics

ROOT: Final = Path(__file__).parents[2]
DEPLOY: Final = ROOT / "deploy"
SUFFIXES: Final = {"counter": ("_total",), "gauge": ("",), "histogram": ("_bucket", "_sum", "_count")}
SCRAPED: Final = frozenset({"job", "instance"})
"""The labels that Prometheus gives to whatever it scrapes."""


def loaded(path: Path) -> Any:
    """A YAML file, its anchors resolved."""
    return yaml.safe_load(path.read_text())


def alerts() -> dict[str, Any]:
    """The alert rules by name."""
    groups = loaded(DEPLOY / "prometheus" / "rules.yml")["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"]}


def services() -> dict[str, Any]:
    """What compose starts, by name."""
    found: dict[str, Any] = loaded(DEPLOY / "compose.yml")["services"]
    return found


def series() -> Mapping[str, frozenset[str]]:
    """Every series that can be scraped, with its labels: those that services declare, and Prometheus's own `up`."""
    found = {"up": SCRAPED}
    for each in [*vars(metrics).values(), *vars(METRICS).values()]:
        if isinstance(each, MetricWrapperBase):
            [family] = each.describe()
            labels = SCRAPED | frozenset(each._labelnames)  # the library has no public name for them
            found |= {f"{family.name}{suffix}": labels for suffix in SUFFIXES[family.type]}
    return found


def parsed(line: str | Sequence[str]) -> typer.Context:
    """What follows `heed`, read as it reads it, and not run. Raises click's `UsageError` of what it would refuse."""
    words = shlex.split(line) if isinstance(line, str) else list(line)
    command: Any = typer.main.get_command(app)
    context: Any = command.make_context("heed", words)
    while hasattr(command, "commands"):
        name, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        context = command.make_context(name, rest, parent=context)
    found: typer.Context = context
    return found
