"""`heed rules list`: what rules there are."""

from collections.abc import Iterator
from typing import Any

import typer

from services.heed.context import heed_of
from services.heed.output import Json, show
from services.heed.rules.options import Folder, mode_of, rule_files
from services.triage.rule_file import RuleText

COLUMNS = {
    "number": "no",
    "id": "id",
    "title": "title",
    "mode": "mode",
    "severity": "severity",
    "grouping": "looks at",
    "examples": "examples\nfire/don't",
    "review_by": "review by",
}


def list_rules(context: typer.Context, folder: Folder = None, as_json: Json = False) -> None:
    """List rules with their number, mode and severities. The mode is the configuration's, else the file's."""
    configuration = heed_of(context).configuration
    texts = sorted(rule_files(folder).read().values(), key=lambda text: text.number)
    rows = [_row(text, mode_of(configuration, text)) for text in texts]
    if not as_json:
        rows = [row | _narrow(row) for row in rows]
    show(rows, COLUMNS, as_json=as_json, title="Rules. One in words: heed rules explain ID", empty="No rules.")


def _row(text: RuleText, mode: str) -> dict[str, Any]:
    firing = sum(1 for one in text.examples if one.fires)
    return {
        "number": text.number,
        "id": text.id,
        "title": text.title,
        "mode": mode,
        "severity": sorted(set(_severities(text.model_dump()))),
        "grouping": text.grouping,
        "parts": [part.name for part in text.parts],
        "owner": text.owner,
        "examples": [firing, len(text.examples) - firing],
        "review_by": str(text.review_by),
        "version": text.version,
        "source": text.source,
    }


def _narrow(row: dict[str, Any]) -> dict[str, str]:
    looks_at = {"subject": "child", "family": "family"}[row["grouping"]]
    examples = "/".join(map(str, row["examples"]))
    return {"severity": _range(row["severity"]), "examples": examples, "grouping": looks_at}


def _severities(said: Any) -> Iterator[str]:
    """Every severity that the patterns name, however deep."""
    if isinstance(said, dict):
        yield from ([said["severity"]] if isinstance(said.get("severity"), str) else ())
        said = list(said.values())
    if isinstance(said, list | tuple):
        for one in said:
            yield from _severities(one)


def _range(severities: list[str]) -> str:
    return severities[0] if len(severities) == 1 else f"{severities[0]} to {severities[-1]}"
