"""A rule ready to run: its facts, and the pattern that turns a history into spans."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from services.triage.events import Event
from services.triage.expiry import until
from services.triage.history import History, Watch
from services.triage.modes import Modes
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

    def answers(
        self, history: History, rule: Facts, instant: int, before: Sequence[Event]
    ) -> Iterable[tuple[Event, Answer]]:
        """The anchors that happened at the instant or later, or are among those `before`, and the spans of each.

        `before` are all earlier anchors whose answers were not settled by then, as they were.
        """


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
    key: str = field(init=False)
    begins: Selection = field(init=False, compare=False, repr=False)
    least: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """`key` names it in a rulebook; it finds nothing in a history with fewer than `least` of what `begins`."""
        object.__setattr__(self, "key", f"{self.facts.id}/{self.facts.part}" if self.facts.part else self.facts.id)
        object.__setattr__(self, "begins", self.pattern.triggers())
        object.__setattr__(self, "least", self.pattern.least())

    def spans(self, history: History) -> Sequence[Span]:
        """When the rule's findings hold, given the history. In most histories there is nothing that could begin one."""
        if len(history.of(self.begins)) < self.least:
            return ()
        return until(self.facts.expires, self.pattern.spans(history, self.facts))

    def answers(self, history: History, instant: int, before: Sequence[Event]) -> Iterator[tuple[Event, Answer]]:
        """See `Pattern.answers`."""
        for anchor, answer in self.pattern.answers(history, self.facts, instant, before):
            yield anchor, answer._replace(spans=until(self.facts.expires, answer.spans))


def watch(rules: Sequence[Rule]) -> Watch:
    """What a history must index for these rules."""
    found: dict[str, list[Selection]] = {}
    for selection in dict.fromkeys(one for rule in rules for one in rule.pattern.selections()):
        for type in selection.types:
            found.setdefault(type, []).append(selection)
    return Watch(found)
