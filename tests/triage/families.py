"""Rules by family, made for the tests of the engine, beside the packaged rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from services.triage.calendar import DAY
from services.triage.compiled import Rule
from services.triage.events import Event, order
from services.triage.history import History
from services.triage.modes import Modes
from services.triage.rulebook import Rulebook
from services.triage.selection import Conditions, Selection, Selector
from services.triage.spans import FOREVER, Answer, Facts, Span, Step
from tests.triage.logs import BUILT, LISTENING

BOOK = BUILT.rulebooks[BUILT.standard]
TYPES = (
    "concern_raised",
    "strategy_discussion_held",
    "section_47_started",
    "contact_outcome",
    "assessment_started",
    "visit_made",
)


@dataclass(frozen=True, slots=True)
class SiblingUnseen:
    """After a critical concern, each sibling known before it of whom nothing was recorded for five days."""

    harm: Selection
    any: Selection

    def selections(self) -> tuple[Selection, ...]:
        """Everything that its spans depend on."""
        return (self.harm, self.any)

    def least(self) -> int:
        return 1

    def answers(
        self, history: History, rule: Facts, instant: int, before: Sequence[Event]
    ) -> Iterable[tuple[Event, Answer]]:
        return ((span.anchor, Answer((span,), FOREVER)) for span in self.spans(history, rule))

    def triggers(self) -> Selection:
        """What can begin a span."""
        return self.harm

    def cures(self) -> frozenset[str]:
        """The event types that can end one."""
        return self.any.types

    def spans(self, history: History, rule: Facts) -> list[Span]:
        """One span for each anchor and sibling."""
        events = history.of(self.any)
        return [
            span
            for anchor in history.of(self.harm)
            for child in sorted({one.subject for one in events if one.first < anchor.first} - {anchor.subject})
            if (span := self._span(anchor, child, history, rule))
        ]

    def _span(self, anchor: Event, child: str, history: History, rule: Facts) -> Span | None:
        at = anchor.first + 5 * DAY
        later = (one for one in history.of(self.any) if one.subject == child and one.first >= anchor.first)
        cure = min(later, key=order, default=None)
        closes = FOREVER if cure is None else cure.first
        if at >= closes:
            return None
        return Span(rule, anchor, (Step(at, 2, True),), closes, cure, (anchor,), child)


def by_family(rule: Rule, id: str) -> Rule:
    """The rule, asked of whole families."""
    return replace(rule, facts=replace(rule.facts, id=id), grouping="family")


CRITICAL = Conditions((("level", frozenset({"critical"})),))
SIBLING = SiblingUnseen(Selection((Selector("concern_raised", CRITICAL),)), Selection(tuple(map(Selector, TYPES))))
UNSEEN = Rule(
    Facts("sibling_unseen", "0123456789abcdef", SIBLING.harm.types, SIBLING.any.types),
    "A sibling of whom nothing was recorded",
    "A child was harmed, and nothing was recorded of a sibling.",
    Modes("active"),
    SIBLING,
    frozenset(SIBLING.selections()),
    "family",
)
RULES = (
    by_family(BOOK.by_id["repeat_nfa"], "family_nfa"),
    by_family(BOOK.by_id["no_strategy_after_high_harm"], "family_strategy"),
    UNSEEN,
)
FAMILIES = replace(LISTENING, rulebooks={BUILT.standard: Rulebook(BUILT.standard, (*BOOK.rules, *RULES))})
"""The demo's settings with these rules."""
