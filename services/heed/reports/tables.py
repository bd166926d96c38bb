"""Rows of a table, CSV or Excel, one after the other: never the whole file in memory."""

import csv
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from services.heed.errors import UserError

EXCEL = frozenset({".xlsx", ".xlsm"})
Row = tuple[int, dict[str, Any]]
"""The number of its line in the file, and its cells by column."""


def rows(path: Path, sheet: str | None = None) -> Iterator[Row]:
    """Rows that aren't empty. Raises `UserError` for what is no table."""
    read = _excel(path, sheet) if path.suffix.lower() in EXCEL else _csv(path)
    try:
        _, head = next(read)
        names = _names(path, head)
        for number, cells in read:
            if any(cell not in (None, "") for cell in cells):
                yield number, dict(zip(names, cells, strict=False))
    except StopIteration:
        raise UserError(f"{path.name} is empty: its first row names the columns.") from None


def columns(path: Path, sheet: str | None = None) -> list[str]:
    """The names of the columns."""
    read = _excel(path, sheet) if path.suffix.lower() in EXCEL else _csv(path)
    head = next(read, None)
    if head is None:
        raise UserError(f"{path.name} is empty: its first row names the columns.")
    return [name for name in _names(path, head[1]) if name]


def _names(path: Path, head: list[Any]) -> list[str]:
    names = ["" if cell is None else str(cell).strip() for cell in head]
    doubled = sorted({name for name in names if name and names.count(name) > 1})
    if doubled:
        raise UserError(f"{path.name}: each column once; given more than once: {', '.join(doubled)}")
    return names


def _csv(path: Path) -> Iterator[tuple[int, list[Any]]]:
    """UTF-8, with or without a mark at its beginning; commas, semicolons or tabs, as its first line has most."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            first = file.readline()
            file.seek(0)
            reader = csv.reader(file, delimiter=max(",;\t", key=first.count), strict=True)
            for cells in reader:
                yield reader.line_num, list(cells)
        except UnicodeDecodeError as error:
            raise UserError(f"{path.name} isn't UTF-8 (byte {error.start}): save it as “CSV UTF-8”.") from None
        except csv.Error as error:
            raise UserError(f"{path.name}: {error}") from None


def _excel(path: Path, sheet: str | None) -> Iterator[tuple[int, list[Any]]]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, OSError) as error:
        raise UserError(f"{path.name} can't be read as Excel ({type(error).__name__}): save it as .xlsx.") from None
    with closing(book):
        if sheet is not None and sheet not in book.sheetnames:
            raise UserError(f"{path.name} has no sheet {sheet!r}; it has {', '.join(book.sheetnames)}")
        chosen = book[sheet] if sheet is not None else book.worksheets[0]
        for number, cells in enumerate(chosen.iter_rows(values_only=True), 1):
            yield number, list(cells)
