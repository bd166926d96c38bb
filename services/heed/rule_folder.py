"""Rule files in a folder of the user's."""

from pathlib import Path

from schemas.configuration import Configuration
from services.heed.errors import UserError
from services.triage.backtest.run import Tried
from services.triage.configured import settings
from services.triage.ruleset import RuleFiles, packaged


def rule_files(folder: Path | None) -> RuleFiles:
    """The folder's rule files; without one those that come with Heed. Raises `UserError` for a folder without any."""
    if folder is None:
        return packaged()
    files = {one.name: one.read_bytes() for one in sorted(folder.glob("*.toml"))}
    if not files:
        raise UserError(f"{folder} holds no rule files: one is named after its rule's id, such as my_rule.toml.")
    return RuleFiles(files)


def tried(configuration: Configuration, files: RuleFiles) -> Tried:
    """The rules, ready to run, those that are off left out. Raises `BadRules` with every problem."""
    rulebook = next(iter(settings(configuration, files).rulebooks.values()))
    return Tried(rulebook.rules, {text.id: text for text in files.read().values()}, files.hash)
