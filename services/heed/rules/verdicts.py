"""`heed rules verdicts`: what practitioners made of a sample."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from services.heed.output import PAGE, Json, table
from services.heed.rules.worksheet import Row, read
from services.triage.wilson import Share, share

COLUMNS = {
    "rule": "rule",
    "version": "version",
    "of": "of",
    "yes": "yes",
    "no": "no",
    "unsure": "unsure",
    "open": "open",
}
COLUMNS |= {"share": "yes, of\nyes and no", "interval": "95 % interval"}
WORDS = {"finding": "findings: precision", "none": "children without: overlooked by the rule"}


def verdicts(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A worksheet that somebody has filled in.")],
    as_json: Json = False,
) -> None:
    """Read a filled worksheet back: how many findings were right, and how many cases a rule overlooked.

    With Wilson's 95 % interval. Cases that are unsure or still open are counted apart. Planted stories prove the
    engine; these verdicts are a rule's precision.
    """
    found = [_judged(*one) for one in _groups(read(file))]
    if as_json:
        typer.echo(json.dumps(found, indent=1))
        return
    console = Console()
    console = console if console.is_terminal else Console(width=PAGE)
    console.print(table([_row(one) for one in found], COLUMNS, "Verdicts"))
    if any(one["open"] for one in found):
        console.print("Some cases have no verdict yet: what they would say isn't in the figures.")


def _groups(rows: Sequence[Row]) -> Iterator[tuple[tuple[str, str, str], list[Row]]]:
    """Rule by rule, each version for itself; findings before the others."""

    def key(row: Row) -> tuple[str, str, str]:
        return (row.rule, row.rule_version, row.drawn)

    return ((name, list(own)) for name, own in groupby(sorted(rows, key=key), key=key))


def _judged(name: tuple[str, str, str], rows: Sequence[Row]) -> dict[str, Any]:
    said = [row.verdict for row in rows]
    yes, no = said.count("yes"), said.count("no")
    found = share(yes, yes + no)
    figures = {"share": None, "low": None, "high": None} if found is None else _figures(found)
    counts = {"yes": yes, "no": no, "unsure": said.count("unsure"), "open": said.count(None)}
    return {"rule": name[0], "rule_version": name[1], "drawn": name[2], **counts, **figures}


def _figures(found: Share) -> dict[str, float]:
    return {"share": round(found.share, 4), "low": round(found.low, 4), "high": round(found.high, 4)}


def _row(one: dict[str, Any]) -> dict[str, Any]:
    judged = one["share"] is not None
    return one | {
        "version": one["rule_version"][:8],
        "of": WORDS[one["drawn"]],
        "share": f"{one['share']:.0%}" if judged else None,
        "interval": f"{one['low']:.0%} to {one['high']:.0%}" if judged else None,
    }
