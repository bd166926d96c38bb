"""`heed rules test`: what rules say of their examples."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from schemas.configuration import Configuration
from schemas.problems import problems
from services.heed.checks import one_of
from services.heed.context import heed_of
from services.heed.output import Json, show
from services.heed.rules.options import Folder, calendar, compiled, rule_files
from services.triage.calendar import Calendar
from services.triage.compiled import Rule
from services.triage.examples import verdict
from services.triage.rule_file import ExampleText
from services.triage.ruleset import RuleFiles

COLUMNS = {"rule": "rule", "number": "example", "name": "name", "expected": "must be", "found": "is"}


def run_examples(
    context: typer.Context,
    folder: Folder = None,
    rule: Annotated[str | None, typer.Option(metavar="ID", help="Only this rule.")] = None,
    as_json: Json = False,
) -> None:
    """Run the examples in rule files. Prints those of which a rule says something else, and ends with 1 then."""
    configuration, files = heed_of(context).configuration, rule_files(folder)
    texts = files.read().values()
    one_of("--rule", rule, (text.id for text in texts))
    rows = [row for text in texts if rule in (None, text.id) for row in _rows(configuration, files, text.id)]
    wrong = [row for row in rows if row["found"] != row["expected"]]
    done = f"{len(rows)} examples, each as it must be."
    title = f"{len(wrong)} of {len(rows)} examples come out otherwise"
    show(rows if as_json else wrong, COLUMNS, as_json=as_json, title=title, empty=done)
    if wrong:
        raise typer.Exit(1)


def _rows(configuration: Configuration, files: RuleFiles, id: str) -> Iterator[dict[str, Any]]:
    parts, england = compiled(configuration, files, id), calendar(configuration)
    for number, example in enumerate(files.read()[f"{id}.toml"].examples, 1):
        said = {"rule": id, "number": number, "name": example.name}
        yield {**said, "expected": example.fires or "nothing", "found": _found(parts, example, england)}


def _found(parts: tuple[Rule, ...], example: ExampleText, england: Calendar) -> str:
    try:
        return verdict(parts, example, england).found or "nothing"
    except ValidationError as error:
        return "; ".join(f"{one.pointer}: {one.message}" for one in problems(error))
    except (KeyError, TypeError, ValueError) as error:
        return f"can't be read ({error}): see heed rules check"
