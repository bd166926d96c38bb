"""The worksheet on which practitioners judge a rule: one case a row, as NDJSON or CSV."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from schemas.problems import problems
from services.heed.errors import UserError

COLUMNS = (
    "case", "rule", "rule_version", "drawn", "of", "area", "subject_key", "part", "severity", "opened",
    "recorded", "not_recorded", "question", "verdict", "note",
)  # fmt: skip
QUESTIONS = {
    "finding": "On what was recorded by then: was it right that an officer is asked to look? yes, no or unsure",
    "none": "On all that is recorded: should an officer have been asked to look for this reason? yes, no or unsure",
}
"""What is asked of a case, by how it was drawn."""

Verdict = Annotated[
    Literal["yes", "no", "unsure"] | None, BeforeValidator(lambda said: str(said or "").strip().lower() or None)
]
"""None: still open."""


class Row(BaseModel):
    """What is read of a filled worksheet; its other columns are for the reader."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    case: int
    rule: str
    rule_version: str
    drawn: Literal["finding", "none"]
    verdict: Verdict


def written(rows: Sequence[Mapping[str, Any]], as_csv: bool) -> str:
    """The worksheet's text; in CSV a list stands in one cell, an item a line."""
    if not as_csv:
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue()


def read(path: Path) -> list[Row]:
    """The rows of a worksheet of either kind. Raises `UserError` with every row that can't be used."""
    rows, wrong = [], []
    for where, raw in _raw(path.read_text(encoding="utf-8-sig")):
        try:
            rows.append(Row.model_validate(raw))
        except ValidationError as error:
            wrong += [f"{path.name}, {where}: {one.pointer[1:] or 'the row'}: {one.message}" for one in problems(error)]
    if wrong or not rows:
        raise UserError("\n".join(wrong) or f"{path.name} holds no case: `heed rules sample` writes a worksheet.")
    return rows


def _raw(text: str) -> Iterator[tuple[str, Any]]:
    if not text.lstrip().startswith("{"):
        for number, row in enumerate(csv.DictReader(io.StringIO(text)), 1):
            yield f"case in row {number}", row
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                yield f"line {number}", json.loads(line)
            except json.JSONDecodeError as error:
                raise UserError(f"line {number} is not JSON, at column {error.colno}") from None


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    return "" if value is None else str(value)
