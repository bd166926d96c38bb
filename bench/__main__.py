"""The command: `python -m bench [NAME] [--json FILE]`. `all` runs every benchmark into `bench/results/`."""

import json
from pathlib import Path
from typing import Annotated

import typer
import uvloop
from rich.console import Console
from rich.table import Table

from bench.catalogue import BENCHMARKS, Benchmark
from bench.options import Options
from bench.result import Figures, machine, result

RESULTS = Path(__file__).parent / "results"
console = Console(stderr=True)


def main(
    name: Annotated[str | None, typer.Argument(help="A benchmark, or 'all'; without it they are listed.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write figures, machine and versions here.")] = None,
    scale: Annotated[float, typer.Option(min=0.0, help="The share of the full work; 1 is what is quoted.")] = 1.0,
    rounds: Annotated[int, typer.Option(min=1, help="How often each is run; the median is told.")] = 3,
) -> None:
    """Measure the pipeline beside its peers, on the Kafka that HEED_KAFKA names or else one of its own."""
    options = Options(scale=scale, rounds=rounds, say=console.print)
    if name is None:
        _list()
    elif name == "all":
        for one in BENCHMARKS.values():
            _run(one, options, RESULTS / f"{one.name}.json")
    else:
        _run(_named(name), options, json_file)


def _named(name: str) -> Benchmark:
    if name not in BENCHMARKS:
        raise typer.BadParameter(f"{name!r} is no benchmark; there are {', '.join(BENCHMARKS)} and 'all'")
    return BENCHMARKS[name]


def _run(benchmark: Benchmark, options: Options, file: Path | None) -> None:
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)  # before an hour's work, not after it
    before = machine()
    figures = uvloop.run(benchmark.run(options))
    _show(figures)
    if file is not None:
        file.write_text(json.dumps(result(figures, before), indent=2) + "\n")


def _list() -> None:
    for one in BENCHMARKS.values():
        typer.echo(f"{one.name:10} {one.summary}")


def _show(figures: Figures) -> None:
    table = Table("figure", "value", show_edge=False)
    for name, value in figures.items():
        if not isinstance(value, list):
            table.add_row(name, f"{value:,}" if isinstance(value, int | float) else str(value))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
