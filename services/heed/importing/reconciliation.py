"""The reconciliation of an import, for people and for scripts."""

from collections import Counter
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table

from services.heed.importing.tally import Cell, Row, Tally
from services.intake.adapters.cin import Problem

NUMBERS = ("in_file", "sent", "accepted", "refused", "used", "left")
HEADINGS = ("In the file", "Sent", "Accepted", "Refused", "Used", "Not imported")


def show(console: Console, tally: Tally, sent: str) -> None:
    """Print it: the numbers, the reasons, the first problems with their lines. `sent` heads the accepted column."""
    console.print(_numbers(tally, sent))
    reasons = tally.refused + tally.rejections
    if reasons:
        console.print(_reasons("Refused, and why", reasons))
    if tally.remarks:
        console.print(_reasons("Sent, or missing, and worth a look", tally.remarks))
    console.print(_reasons("Not imported, and why", tally.left))
    for problem in tally.problems:
        say(console, told(problem))
    more = sum(tally.refused.values()) + sum(tally.remarks.values()) - len(tally.problems)
    if more > 0:
        say(console, f"… and {more:,} more; --problems FILE writes all of them.")


def told(problem: Problem) -> str:
    """A problem on one line."""
    return f"line {problem.line}: {problem.path}: {problem.message}"


def say(console: Console, text: str) -> None:
    """Print plain text."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def summary(tally: Tally, complete: dict[str, Any], ended: str | None) -> dict[str, Any]:
    """The same for scripts."""
    return {
        "rows": [asdict(row) for row in tally.rows()],
        "refused": _listed(tally.refused + tally.rejections),
        "remarks": _listed(tally.remarks),
        "not_imported": _listed(tally.left),
        "repeated": tally.repeated,
        "complete_to": complete,
        "unaccounted": tally.unaccounted(),
        "ended_early": ended,
    }


def _numbers(tally: Tally, sent: str) -> Table:
    table = Table(title="What was in the file, and what became of it", title_justify="left", title_style="bold")
    table.add_column("In the census", overflow="fold")
    table.add_column("Event", overflow="fold")
    for heading in HEADINGS:
        table.add_column(sent if heading == "Accepted" else heading, justify="right")
    rows = tally.rows()
    for row in rows:
        table.add_row(row.element, row.event or "-", *(f"{getattr(row, name):,}" for name in NUMBERS))
    table.add_section()
    table.add_row("All events", "", *_total([row for row in rows if row.event]))
    return table


def _total(rows: list[Row]) -> list[str]:
    return [f"{sum(getattr(row, name) for row in rows):,}" for name in NUMBERS]


def _reasons(title: str, counts: Counter[Cell]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    for heading in ("In the census", "Why"):
        table.add_column(heading, overflow="fold")
    table.add_column("Values", justify="right")
    for (path, reason), number in sorted(counts.items()):
        table.add_row(path, reason, f"{number:,}")
    return table


def _listed(counts: Counter[Cell]) -> list[dict[str, Any]]:
    return [{"element": path, "why": reason, "values": number} for (path, reason), number in sorted(counts.items())]
