"""A rule ready to run: its facts, and the pattern that turns a history into spans."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from services.triage.expiry import until
from services.triage.history import History, Watch
from services.triage.modes import Modes
from services.triage.selection import Selection
from services.triage.spans import Facts, Span


class Pattern(Protocol):
    """One of `services.triage.patterns`."""

    def selections(self) -> tuple[Selection, ...]:
        """Everything that its spans depend on."""

    def triggers(self) -> Selection:
        """What can begin a span."""

    def cures(self) -> frozenset[str]:
        """The event types that can end one or keep it from opening."""

    def spans(self, history: History, rule: Facts) -> list[Span]:
        """When it holds."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`watches` is derived from the pattern: nothing else can change the rule's verdict. `words` are for officers.

    A rule by `family` is given the events of all children of a family as one history.
    """

    facts: Facts
    title: str
    words: str
    modes: Modes
    pattern: Pattern
    watches: frozenset[Selection]
    grouping: Literal["subject", "family"] = "subject"

    @property
    def key(self) -> str:
        """What names it among the rules of a rulebook."""
        return f"{self.facts.id}/{self.facts.part}" if self.facts.part else self.facts.id

    def spans(self, history: History) -> list[Span]:
        """When the rule's findings hold, given the history."""
        return until(self.facts.expires, self.pattern.spans(history, self.facts))


def watch(rules: Sequence[Rule]) -> Watch:
    """What a history must index for these rules."""
    found: dict[str, list[Selection]] = {}
    for selection in dict.fromkeys(one for rule in rules for one in rule.pattern.selections()):
        for type in selection.types:
            found.setdefault(type, []).append(selection)
    return Watch(found)
