"""What is wrong with a configuration file, all of it at once."""

from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from schemas.configuration_rules import broken_references
from schemas.problems import Problem, problems


class ConfigurationError(ValueError):
    """A configuration file that can't be used, with all that is wrong in it."""

    def __init__(self, path: Path, found: list[Problem]) -> None:
        self.path, self.problems = path, found
        super().__init__("\n".join(_line(path, problem) for problem in found))


def all_problems(error: ValidationError, raw: dict[str, Any]) -> list[Problem]:
    """Of the fields, and of the references between them even where fields are wrong."""
    found = {problem.pointer: problem.message for problem in problems(error)}
    for broken in broken_references(raw):
        found.setdefault(f"/{broken.field}", broken.message)
    return [Problem(place, _shown(_at(raw, place)), message) for place, message in found.items()]


_ABSENT: Final = object()


def _at(raw: Any, place: str) -> Any:
    for part in place.split("/")[1:]:
        if isinstance(raw, list) and part.isdigit() and int(part) < len(raw):
            raw = raw[int(part)]
        elif isinstance(raw, dict) and part in raw:
            raw = raw[part]
        else:
            return _ABSENT
    return raw


def _shown(value: Any) -> str | None:
    return None if value is _ABSENT or isinstance(value, dict | list) else str(value)[:60]


def _line(path: Path, problem: Problem) -> str:
    found = "" if problem.found is None else f" (found {problem.found!r})"
    return f"{path}: {problem.pointer or 'the file'}{found}: {problem.message}"
