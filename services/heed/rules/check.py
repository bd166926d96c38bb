"""`heed rules check`: all that is wrong with rule files."""

from datetime import date
from typing import Any

import typer
from rich.console import Console

from services.heed.context import heed_of
from services.heed.output import Json, show
from services.heed.rules.options import Folder, calendar, rule_files
from services.heed.rules.soon import soon
from services.triage.checking import problems
from services.triage.configured import clocks
from services.triage.ruleset import RuleProblem

COLUMNS = {"file": "file", "field": "field", "found": "found", "allowed": "allowed"}


def check(context: typer.Context, folder: Folder = None, as_json: Json = False) -> None:
    """Check rule files: their fields, event types, codes, clocks, ends and examples' events. Prints every problem.

    Ends with 1 where there is one. Tells of rules that are to be reviewed, or expire, within eight weeks. Whether the
    examples say what the rules say: `heed rules test`.
    """
    configuration = heed_of(context).configuration
    files = rule_files(folder)
    found = problems(files, clocks(configuration), calendar(configuration))
    well = f"{len(files.files)} rule files, no problem."
    show([_row(one) for one in found], COLUMNS, as_json=as_json, title=f"{len(found)} problems", empty=well)
    if found:
        raise typer.Exit(1)
    for line in soon(files.read().values(), date.today()):
        Console(stderr=True).print(line, style="yellow", markup=False, highlight=False)


def _row(problem: RuleProblem) -> dict[str, Any]:
    return problem._asdict() | {"field": problem.field or "/"}
