"""Print for a person, or as JSON for a script."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for scripts.")]

Row = dict[str, Any]
PAGE = 150
"""Columns where the output is no terminal."""


def show(rows: Sequence[Row], columns: dict[str, str], *, as_json: bool, title: str, empty: str) -> None:
    """Rows under their columns (`key -> heading`), or all of each row as a JSON list."""
    if as_json:
        typer.echo(json.dumps(rows, indent=1, default=str))
    elif not rows:
        typer.echo(empty)
    else:
        console = Console()
        Console(width=None if console.is_terminal else PAGE).print(table(rows, columns, title))


def table(rows: Sequence[Row], columns: dict[str, str], title: str) -> Table:
    """A table; numbers are set to the right, and nothing is cut off where it is narrow."""
    made = Table(title=title, title_justify="left", title_style="bold")
    for key, heading in columns.items():
        numeric = bool(rows) and all(isinstance(row.get(key), int | float) for row in rows)
        made.add_column(heading, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        made.add_row(*(_cell(row.get(key)) for key in columns))
    return made


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}"
    return f"{value:,.1f}" if isinstance(value, float) else str(value)
