"""A file that says what an agency's own codes are in Heed's: `[level]`, then `"3 - urgent" = "critical"`."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from services.heed.errors import UserError

Codes = Mapping[str, Mapping[str, Any]]


def read_codes(path: Path) -> Codes:
    """By field, then by the agency's code. Raises `UserError` with every problem."""
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path.name}: {error}") from None
    wrong = [name for name, codes in said.items() if not isinstance(codes, dict)]
    if wrong:
        told = ", ".join(wrong)
        raise UserError(
            f'{path.name}: {told}: allowed: a table of codes, such as [level] and then "urgent" = "critical"'
        )
    return said


def coded(record: dict[str, Any], codes: Codes) -> dict[str, Any]:
    """The record in Heed's codes; a code that the file doesn't name stays, and intake says what it allows."""
    return {name: _coded(value, codes[name]) if name in codes else value for name, value in record.items()}


def _coded(value: Any, codes: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [codes.get(str(one), one) for one in value]
    return codes.get(str(value), value)
