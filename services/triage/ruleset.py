"""A set of rule files: read from a folder, named by the hash of its content, refused with every problem at once."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import NamedTuple

from pydantic import ValidationError

from schemas.problems import problems
from services.triage.rule_file import RuleText


class RuleProblem(NamedTuple):
    """What is wrong with a rule file. `field` is a JSON pointer; `found` is None where it can't be shown."""

    file: str
    field: str
    found: str | None
    allowed: str

    def __str__(self) -> str:
        found = f": found {self.found}" if self.found is not None else ""
        return f"{self.file} {self.field or '/'}{found}: {self.allowed}"


class BadRules(Exception):
    """The rules can't be used. `problems` holds all that was found; the message has one a line."""

    def __init__(self, found: list[RuleProblem]) -> None:
        super().__init__("\n".join(map(str, found)))
        self.problems = found


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """Rule files as they stand: name -> bytes."""

    files: Mapping[str, bytes]

    @property
    def hash(self) -> str:
        """SHA-256 over names and contents, in the order of the names. `rules_changed` names a set of rules by it."""
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            digest.update(f"{name}\n{len(content)}\n".encode() + content)
        return digest.hexdigest()

    def read(self) -> dict[str, RuleText]:
        """The rules by file, in the order of the names. Raises `BadRules`."""
        read: dict[str, RuleText] = {}
        found: list[RuleProblem] = []
        for name, content in sorted(self.files.items()):
            try:
                read[name] = RuleText.model_validate(tomllib.loads(content.decode()))
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
                found.append(RuleProblem(name, "", None, f"must be TOML in UTF-8: {error}"))
            except ValidationError as error:
                found += (RuleProblem(name, one.pointer, one.found, one.message) for one in problems(error))
        found += _repeated(read)
        if found:
            raise BadRules(found)
        return read


def packaged() -> RuleFiles:
    """The rules that come with the product."""
    folder = resources.files("services.triage.rules")
    return RuleFiles({one.name: one.read_bytes() for one in folder.iterdir() if one.name.endswith(".toml")})


def _repeated(read: Mapping[str, RuleText]) -> list[RuleProblem]:
    """Ids and numbers stand for one rule each, and a file has its rule's id as name."""
    found: list[RuleProblem] = []
    ids = [rule.id for rule in read.values()]
    numbers = [rule.number for rule in read.values()]
    for name, rule in read.items():
        if ids.count(rule.id) > 1:
            found.append(RuleProblem(name, "/id", rule.id, "an id that no other rule has"))
        if numbers.count(rule.number) > 1:
            found.append(RuleProblem(name, "/number", str(rule.number), "a number that no other rule has"))
        if name != f"{rule.id}.toml":
            found.append(RuleProblem(name, "/id", rule.id, "the file's name without .toml"))
    return found
