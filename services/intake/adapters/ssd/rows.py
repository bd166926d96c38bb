"""One row of a table, and what becomes of it: events, or the reason why there is none."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, TypeVar

from services.intake.adapters.cin.values import ENGLAND, ValueRefused, age_band, shown

T = TypeVar("T")
MIDNIGHT: Final = datetime.min.time()
YES, NO = frozenset({"y", "yes", "1", "true"}), frozenset({"n", "no", "0", "false"})


@dataclass(frozen=True, slots=True)
class Made:
    """An event of a row, without its revision. `row`: the row's identity, hashed."""

    table: str
    line: int
    row: str
    event: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row, or that cell of it, that can't be used; what is allowed, and nothing that identifies."""

    table: str
    line: int
    column: str
    allowed: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Silent:
    """A row that says nothing that Heed keeps, and why."""

    table: str
    line: int
    why: str
    row: str = ""


Outcome = Made | Refused | Silent


@dataclass(slots=True)
class Row:
    """The cells of a row, read strictly; what is wrong is kept in `wrong`, with its column."""

    table: str
    line: int
    cells: Mapping[str, str]
    born: date | None
    wrong: list[Refused] = field(default_factory=list)

    def text(self, column: str) -> str | None:
        """The cell, or None where it is empty."""
        found = (self.cells.get(column) or "").strip()
        return None if found.upper() in ("", "NULL") else found

    def moment(self, column: str) -> datetime | None:
        """A date, or a date and time of England's; None where there is none or it is refused."""
        return self._read(column, _moment)

    def flag(self, column: str) -> bool | None:
        """Y or N."""
        return self._read(column, _flag)

    def code(self, column: str, allowed: Mapping[str, str], words: str) -> str | None:
        """One of these codes, by itself or by its words."""

        def one(text: str) -> str:
            found = allowed.get(text.upper()) or allowed.get(re.sub(r"[^a-z]+", " ", text.lower()).strip())
            if found is None:
                raise ValueRefused(f"found {shown(text)}; allowed: {words}")
            return found

        return self._read(column, one)

    def flags(self, column: str) -> frozenset[str]:
        """The names of the flags that are set in a cell of JSON."""

        def read(text: str) -> frozenset[str]:
            said = _json(text)
            if not isinstance(said, dict):
                raise ValueRefused("allowed: a JSON object of flags")
            return frozenset(str(name) for name, value in said.items() if str(value).lower() in YES)

        return self._read(column, read) or frozenset()

    def age(self, on: datetime) -> dict[str, str]:
        """The age band on that day, where the date of birth is known."""
        return {"age_band": age_band(self.born, on.date())} if self.born else {}

    def _read(self, column: str, read: Callable[[str], T]) -> T | None:
        text = self.text(column)
        if text is None:
            return None
        try:
            return read(text)
        except ValueRefused as error:
            self.wrong.append(Refused(self.table, self.line, column, str(error)))
            return None


def factors(text: str) -> list[str]:
    """The codes of a cell of assessment factors: a JSON array, or an object of yes and no. Raises `ValueRefused`."""
    said = _json(text)
    if isinstance(said, dict):
        said = [name for name, value in said.items() if str(value).lower() in YES]
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        raise ValueRefused('allowed: a JSON array such as ["1A", "3B"]')
    return [one.strip().upper() for one in said if one.strip()]


def day_of(text: str) -> date:
    """The date of a cell. Raises `ValueRefused`."""
    return _moment(text).date()


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise ValueRefused(f"found {shown(text)}; allowed: a date such as 2026-03-31, or 2026-03-31 14:30") from None
    if not 1900 <= found.year <= 2199:
        raise ValueRefused("allowed: a year from 1900 to 2199")
    return found if found.tzinfo else found.replace(tzinfo=ENGLAND)


def _flag(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise ValueRefused(f"found {shown(text)}; allowed: Y, N")
    return text.lower() in YES


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ValueRefused("allowed: JSON") from None
