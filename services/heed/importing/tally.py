"""The accounts of an import: what was in the file, and what became of all of it."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from services.heed.importing.door import Answer
from services.intake.adapters.cin import MAKES, WHOLE, Left, Made, Outcome, Problem, Used

Cell = tuple[str, str]
"""An element's path and the type of an event made from it."""
SHOWN: Final = 20
"""Problems that are printed; all are counted, and written where a file is named."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the reconciliation. `event` is empty for an element that gives none."""

    element: str
    event: str
    in_file: int
    sent: int = 0
    accepted: int = 0
    refused: int = 0
    used: int = 0
    left: int = 0

    def unaccounted(self, returned: int) -> int:
        """Values or events that nobody can tell the fate of. `returned`: events that were sent and not accepted."""
        adapter = self.in_file - self.sent - (self.refused - returned) - self.used - self.left
        return abs(adapter) + abs(self.sent - self.accepted - returned)


@dataclass(slots=True)
class Tally:
    """Counts by element. `in_file` is counted by who reads the file, the rest by who maps and who sends it."""

    in_file: Counter[str]
    made: Counter[Cell] = field(default_factory=Counter)
    accepted: Counter[Cell] = field(default_factory=Counter)
    repeated: int = 0
    returned: Counter[Cell] = field(default_factory=Counter)
    refused: Counter[Cell] = field(default_factory=Counter)
    used: Counter[Cell] = field(default_factory=Counter)
    left: Counter[Cell] = field(default_factory=Counter)
    remarks: Counter[Cell] = field(default_factory=Counter)
    rejections: Counter[Cell] = field(default_factory=Counter)
    """By element and reason: what intake refused."""
    problems: list[Problem] = field(default_factory=list)
    """The first of those by which a value is refused or missing, in the order of the file."""

    def note(self, outcome: Outcome) -> None:
        """Count what the adapter made of a value."""
        if isinstance(outcome, Made):
            self.made[outcome.path, str(outcome.event["type"])] += 1
        elif isinstance(outcome, Used):
            self.used[outcome.path, outcome.how] += 1
        elif isinstance(outcome, Left):
            self.left[outcome.path, outcome.why] += 1
        else:
            self._problem(outcome)

    def settle(self, made: Made, answer: Answer) -> None:
        """Count what intake made of an event."""
        cell = (made.path, str(made.event["type"]))
        if answer.status == "rejected":
            self.returned[cell] += 1
            self.rejections[made.path, f"by intake: {answer.reason} {'; '.join(answer.errors[:2])}".strip()] += 1
        else:
            self.accepted[cell] += 1
            self.repeated += answer.status == "repeated"

    def outside(self, elements: Counter[str]) -> None:
        """Note elements that stand where a census has none."""
        for name, number in elements.items():
            self.remarks[f"outside Child: {name}", "not read"] += number

    def rows(self) -> list[Row]:
        """Events first, in the order of a child's way; then every other element that is in the file."""
        events = [self._row(path, type) for path, types in MAKES.items() for type in types if self.in_file[path]]
        rest = [self._row(path, "") for path in sorted(self.in_file) if path not in MAKES]
        return events + rest

    def unaccounted(self) -> dict[str, int]:
        """The elements whose numbers don't add up."""
        rows = [(row, row.unaccounted(self.returned[row.element, row.event])) for row in self.rows()]
        return {f"{row.element} {row.event}".strip(): number for row, number in rows if number}

    def whole(self) -> frozenset[str]:
        """The types of which the file holds every event: what a feed may be called complete for."""
        types = Counter[str]()
        for (_, type), number in self.made.items():
            types[type] += number
        decided = types["referral_received"] == types["referral_decided"]
        return frozenset(types) & (WHOLE | ({"referral_decided"} if decided else set()))

    def _problem(self, problem: Problem) -> None:
        (self.refused if problem.counts else self.remarks)[problem.path, problem.reason] += 1
        if not problem.goes and len(self.problems) < SHOWN:
            self.problems.append(problem)

    def _row(self, path: str, type: str) -> Row:
        returned = self.returned[path, type]
        return Row(
            path,
            type,
            self.in_file[path],
            self.made[path, type],
            self.accepted[path, type],
            _of(self.refused, path) + returned,
            _of(self.used, path),
            _of(self.left, path),
        )


def _of(counts: Counter[Cell], path: str) -> int:
    return sum(number for (element, _), number in counts.items() if element == path)
