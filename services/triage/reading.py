"""The parts of a rule file that name events, read against the contracts; what is wrong is noted, not raised."""

from collections.abc import Iterable

from services.triage.patterns.severity import Grade
from services.triage.rule_file import ConditionsText, Fields, GradeText, SelectorText
from services.triage.ruleset import RuleProblem
from services.triage.selection import ANY, Conditions, Selection, Selector, selection
from services.triage.vocabulary import EVENT_TYPES, codes, fields


class Reader:
    """Reads one file. `problems` gathers what is wrong with it."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[RuleProblem] = []

    def refuse(self, field: str, found: object, allowed: str) -> None:
        """Note a problem."""
        self.problems.append(RuleProblem(self._file, field, None if found is None else str(found), allowed))

    def selection(self, texts: Iterable[SelectorText], at: str) -> Selection:
        """The events that the selectors name."""
        return selection(self._selector(text, f"{at}/{index}") for index, text in enumerate(texts))

    def grades(self, texts: Iterable[GradeText], anchors: Selection, at: str) -> tuple[Grade, ...]:
        """Severities by conditions on the anchor; the last must hold for every anchor."""
        found = tuple(
            Grade(int(text.severity[1]), self.conditions(text, anchors.types, f"{at}/{index}"))
            for index, text in enumerate(texts)
        )
        if found[-1].conditions != ANY:
            self.refuse(
                f"{at}/{len(found) - 1}",
                None,
                "the last severity must have no conditions, so that every anchor has one",
            )
        return found

    def conditions(self, text: ConditionsText, types: Iterable[str], at: str) -> Conditions:
        """Conditions on events that are of one of the types."""
        known = [type for type in types if type in EVENT_TYPES]
        for name in text.known:
            self._field(name, known, f"{at}/known")
        for name in text.lowered:
            self._field(name, known, f"{at}/lowered")
        if len(text.lowered) == 1:
            self.refuse(f"{at}/lowered", text.lowered[0], "two fields: the level now, and the level before")
        return Conditions(
            self._fields(text.any_of, known, f"{at}/any_of"),
            self._fields(text.only, known, f"{at}/only"),
            tuple(text.known),
            self._fields(text.none_of, known, f"{at}/none_of"),
            self._fields(text.lacks, known, f"{at}/lacks"),
            tuple(text.lowered),
        )

    def shared(self, name: str, types: Iterable[str], at: str) -> str:
        """A field that two events may hold in common."""
        self._field(name, [type for type in types if type in EVENT_TYPES], at)
        return name

    def _selector(self, text: SelectorText, at: str) -> Selector:
        if text.type not in EVENT_TYPES:
            self.refuse(f"{at}/type", text.type, f"one of {', '.join(EVENT_TYPES)}")
        return Selector(text.type, self.conditions(text, [text.type], at))

    def _fields(self, texts: Fields, types: list[str], at: str) -> tuple[tuple[str, frozenset[object]], ...]:
        for name, values in texts.items():
            if self._field(name, types, f"{at}/{name}"):
                self._codes(name, values, types, f"{at}/{name}")
        return tuple((name, frozenset(values)) for name, values in sorted(texts.items()))

    def _field(self, name: str, types: list[str], at: str) -> bool:
        allowed = frozenset[str]().union(*(fields(type) for type in types))
        if types and name not in allowed:
            self.refuse(at, name, f"one of {', '.join(sorted(allowed))}")
        return name in allowed

    def _codes(self, name: str, values: Iterable[object], types: list[str], at: str) -> None:
        allowed = frozenset[object]().union(*(codes(type, name) for type in types))
        for value in values:
            if value not in allowed:
                self.refuse(at, value, f"one of {', '.join(sorted(map(str, allowed)))}")
