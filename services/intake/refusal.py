"""Why something isn't taken."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from schemas.crossfield import Broken
from schemas.problems import Problem, pointer, problems
from services.intake.guard import UnreadableError

MOST = 100


@dataclass(frozen=True, slots=True)
class Refusal:
    """`status` is the HTTP status, `reason` a code for counting; the errors hold nothing that may identify a child."""

    status: int
    reason: str
    errors: tuple[Problem, ...]


class RefusedError(Exception):
    """The whole request isn't taken."""

    def __init__(self, refusal: Refusal, headers: dict[str, str] | None = None) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal
        self.headers = headers or {}


def one(status: int, reason: str, allowed: str, at: str = "") -> Refusal:
    """A refusal with one error."""
    return Refusal(status, reason, (Problem(at, None, allowed),))


def unreadable(error: UnreadableError) -> Refusal:
    """Not JSON that is taken."""
    return one(400, error.reason, error.allowed, error.pointer)


def invalid(error: ValidationError, *, also: Iterable[Broken] = ()) -> Refusal:
    """All that the model found, and what else is known to be wrong."""
    found = tuple(_without_child(problem) for problem in problems(error))
    return Refusal(422, "invalid", (found + told(also))[:MOST])


def broken(rules: Iterable[Broken], status: int = 422, reason: str = "invalid") -> Refusal | None:
    """A refusal that lists the broken rules; None when there is none."""
    errors = told(rules)
    return Refusal(status, reason, errors[:MOST]) if errors else None


def told(rules: Iterable[Broken]) -> tuple[Problem, ...]:
    """Broken rules as problems; a field within another is written with a slash."""
    return tuple(Problem(pointer(tuple(rule.field.split("/"))), None, rule.message) for rule in rules)


def _without_child(problem: Problem) -> Problem:
    """What stands under `/child` may identify a child, so it is never told back."""
    return problem._replace(found=None) if problem.pointer.startswith("/child") else problem
