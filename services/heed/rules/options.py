"""What the commands about rules take in common."""

from pathlib import Path
from typing import Annotated

import typer

from schemas.codes import RuleMode
from schemas.configuration import Configuration
from services.heed.checks import one_of
from services.heed.rule_folder import rule_files
from services.triage.calendar import Calendar, england
from services.triage.compiled import Rule
from services.triage.compiler import compile_rules
from services.triage.configured import clocks
from services.triage.modes import SHADOW
from services.triage.moding import modes
from services.triage.rule_file import RuleText
from services.triage.ruleset import RuleFiles

WHOSE = "of rule files [default: those that come with Heed]."
Folder = Annotated[Path | None, typer.Argument(exists=True, file_okay=False, metavar="[DIR]", help=f"A folder {WHOSE}")]
Rules = Annotated[Path | None, typer.Option("--rules", exists=True, file_okay=False, help=f"A folder {WHOSE}")]
Id = Annotated[str, typer.Argument(metavar="ID", help="The rule's id, as `heed rules list` shows it.")]


def rule(files: RuleFiles, id: str) -> RuleText:
    """The rule of that id. Raises `BadRules`, and `typer.BadParameter` with the ids that there are."""
    texts = {text.id: text for text in files.read().values()}
    one_of("ID", id, texts)
    return texts[id]


def compiled(configuration: Configuration, files: RuleFiles, id: str) -> tuple[Rule, ...]:
    """The parts of one rule, ready to run, also where it is off. Raises `BadRules`."""
    return compile_rules(only(files, id), clocks(configuration), calendar(configuration), {id: SHADOW})


def calendar(configuration: Configuration) -> Calendar:
    """England's, with the configuration's working hours."""
    return england(configuration.working_hours.start, configuration.working_hours.end)


def only(files: RuleFiles, id: str) -> RuleFiles:
    """The file of one rule, so that a mistake in another doesn't matter."""
    return RuleFiles({f"{id}.toml": files.files[f"{id}.toml"]})


def mode_of(configuration: Configuration, text: RuleText) -> RuleMode:
    """The configuration's mode of a rule, else its file's: active where it is so for one agency."""
    found = modes(configuration, [text], calendar(configuration))[text.id]
    return found.of([*found.settings, ""])


__all__ = ["Folder", "Id", "Rules", "calendar", "compiled", "mode_of", "only", "rule", "rule_files"]
