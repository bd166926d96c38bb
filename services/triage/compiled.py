"""A rule ready to run: its facts, and the pattern that turns a history into spans."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from schemas.codes import RuleMode
from services.triage.events import Event
from services.triage.history import History, Watch
from services.triage.selection import Selection
from services.triage.spans import Answer, Facts, Span


class Pattern(Protocol):
    """One of `services.triage.patterns`."""

    def selections(self) -> tuple[Selection, ...]:
        """Everything that its spans depend on."""

    def triggers(self) -> Selection:
        """What can begin a span."""

    def least(self) -> int:
        """How many triggers a history must hold at least for a span."""

    def cures(self) -> frozenset[str]:
        """The event types that can end one or keep it from opening."""

    def spans(self, history: History, rule: Facts) -> list[Span]:
        """When it holds."""

    def by_anchor(self) -> bool:
        """Whether `at` can tell spans apart by anchor."""

    def at(self, anchor: Event, history: History, rule: Facts) -> Answer:
        """Those of `spans` with that anchor. Only where `by_anchor`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`watches` is derived from the pattern: nothing else can change the rule's verdict. `words` are for officers.

    A rule by `family` is given the events of all children of a family as one history.
    """

    facts: Facts
    title: str
    words: str
    mode: RuleMode
    pattern: Pattern
    watches: frozenset[Selection]
    grouping: Literal["subject", "family"] = "subject"
    key: str = field(init=False)
    begins: Selection = field(init=False, compare=False, repr=False)
    least: int = field(init=False, compare=False, repr=False)
    by_anchor: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """`key` names it in a rulebook; it finds nothing in a history with fewer than `least` of what `begins`."""
        object.__setattr__(self, "key", f"{self.facts.id}/{self.facts.part}" if self.facts.part else self.facts.id)
        object.__setattr__(self, "begins", self.pattern.triggers())
        object.__setattr__(self, "least", self.pattern.least())
        object.__setattr__(self, "by_anchor", self.pattern.by_anchor())

    def spans(self, history: History) -> Sequence[Span]:
        """When the rule's findings hold, given the history. In most histories there is nothing that could begin one."""
        if len(history.of(self.begins)) < self.least:
            return ()
        return self.pattern.spans(history, self.facts)

    def at(self, anchor: Event, history: History) -> Answer:
        """Those of them with that anchor. Only where `by_anchor`."""
        return self.pattern.at(anchor, history, self.facts)


def watch(rules: Sequence[Rule]) -> Watch:
    """What a history must index for these rules."""
    found: dict[str, list[Selection]] = {}
    for selection in dict.fromkeys(one for rule in rules for one in rule.pattern.selections()):
        for type in selection.types:
            found.setdefault(type, []).append(selection)
    return Watch(found)
