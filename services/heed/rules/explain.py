"""`heed rules explain`: a rule in words, and one of its examples on a line of time."""

import json
from typing import Annotated

import typer
from rich.console import Console

from services.heed.context import heed_of
from services.heed.errors import UserError
from services.heed.output import PAGE, Json
from services.heed.rules.drawing import drawn, section, told
from services.heed.rules.options import Id, Rules, calendar, compiled, mode_of, rule, rule_files
from services.triage.explaining.rule import endings, explained
from services.triage.explaining.timeline import timeline
from services.triage.rule_file import ExampleText, RuleText


def explain(
    context: typer.Context,
    id: Id,
    rules: Rules = None,
    example: Annotated[
        int | None, typer.Option(min=1, help="Draw this example of the file, from 1 [default: the first that fires].")
    ] = None,
    as_json: Json = False,
) -> None:
    """Explain a rule in words: when it begins, what answers it, how grave it is; and draw an example on a timeline."""
    configuration, files = heed_of(context).configuration, rule_files(rules)
    text, england = rule(files, id), calendar(configuration)
    parts = compiled(configuration, files, id)
    sections = explained(text, parts, configuration.clocks, mode_of(configuration, text))
    shown = _chosen(text, example)
    line = timeline(parts, shown, england)
    ends = () if line.finding is None else endings(text, line.finding.span.rule.part)
    if as_json:
        said = [one._asdict() for one in sections]
        typer.echo(json.dumps({"sections": said, "example": shown.name, "timeline": told(line)}, indent=1))
        return
    console = Console()
    console = console if console.is_terminal else Console(width=PAGE)
    for lines in (*map(section, sections), drawn(shown.name, line, ends)):
        for one in lines:
            console.print(one)


def _chosen(text: RuleText, number: int | None) -> ExampleText:
    if number is not None and number > len(text.examples):
        raise UserError(f"--example {number}: {text.id} has {len(text.examples)} examples.")
    if number is not None:
        return text.examples[number - 1]
    return next((one for one in text.examples if one.fires), text.examples[0])
