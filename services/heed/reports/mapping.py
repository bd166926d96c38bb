"""A mapping file: which column of an agency's table is which field of an incident report, and what its codes are."""

import tomllib
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from schemas.crossfield import Broken, refuse
from schemas.problems import problems
from services.heed.errors import UserError
from services.intake.api_reports import FREE_TEXT, SentReport

LISTS: Final = frozenset({"harm_categories", "assessment_factors", "factors", "failure_layers"})
DATES: Final = frozenset({"occurred_on", "reported_on"})
UNMAPPED: Final = frozenset({"revision", "withdrawn", "child", "route", *FREE_TEXT})
"""What a table doesn't give: revisions follow from what changed, and neither a child nor text is taken from tables."""
FIELDS: Final = tuple(name for name in SentReport.model_fields if name not in UNMAPPED)


class BadCell(ValueError):
    """A cell that can't be read. `column` and `allowed`; never what stood there."""

    def __init__(self, column: str, allowed: str) -> None:
        super().__init__(f"{column}: {allowed}")
        self.column = column


class Mapping(BaseModel):
    """`key`: the column that names a report in the agency's system; it must be the same in each export.

    `columns`: field to column; `fixed`: field to value; `codes`: field to the agency's code to Heed's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(min_length=1)]
    columns: dict[str, Annotated[str, Field(min_length=1)]]
    fixed: dict[str, Any] = {}
    codes: dict[str, dict[str, str]] = {}
    date_format: str = "%d/%m/%Y"
    separator: Annotated[str, Field(min_length=1, max_length=3)] = ";"
    sheet: str | None = None

    @model_validator(mode="after")
    def _fields(self) -> "Mapping":
        told = ", ".join(FIELDS)
        named = [("columns", name) for name in self.columns] + [("fixed", name) for name in self.fixed]
        wrong = [Broken(f"{part}/{name}", f"one of {told}") for part, name in named if name not in FIELDS]
        wrong += [Broken(f"codes/{name}", "a field of columns") for name in self.codes if name not in self.columns]
        wrong += [Broken(f"fixed/{name}", "not in columns too") for name in self.fixed if name in self.columns]
        if wrong:
            refuse(wrong)
        return self

    def report(self, row: dict[str, Any]) -> dict[str, Any]:
        """The report that a row holds; an empty cell leaves its field out. Raises `BadCell`."""
        found = {name: self._value(name, column, row.get(column)) for name, column in self.columns.items()}
        return self.fixed | {name: value for name, value in found.items() if value not in (None, [])}

    def _value(self, name: str, column: str, cell: Any) -> Any:
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        if name in DATES:
            return self._date(column, cell)
        codes = self.codes.get(name, {})
        parts = [part.strip() for part in str(cell).split(self.separator)] if name in LISTS else [str(cell).strip()]
        values = [codes.get(part, part) for part in parts if part]
        return values if name in LISTS else values[0]

    def _date(self, column: str, cell: Any) -> str:
        if isinstance(cell, datetime):
            return cell.date().isoformat()
        if isinstance(cell, date):
            return cell.isoformat()
        try:
            return datetime.strptime(str(cell).strip(), self.date_format).date().isoformat()
        except ValueError:
            raise BadCell(column, f"a date as {self.date_format}") from None


def read_mapping(path: Path) -> Mapping:
    """Raises `UserError` with every problem: field, and what is allowed."""
    try:
        return Mapping.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path.name}: {error}") from None
    except ValidationError as error:
        told = "\n".join(f"{path.name}: {one.pointer or '/'}: {one.message}" for one in problems(error))
        raise UserError(told) from None
