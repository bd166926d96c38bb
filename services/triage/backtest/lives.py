"""The life of a finding, read off its span: when it opened, how grave it became, when it ended."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from operator import itemgetter

from schemas.codes import RuleMode
from services.triage.backtest.kept import Child, families
from services.triage.compiled import Rule, watch
from services.triage.events import Event
from services.triage.feeds import AreaFeeds
from services.triage.history import History
from services.triage.selection import Selection
from services.triage.spans import FOREVER, Span, Step


@dataclass(frozen=True, slots=True)
class Life:
    """A finding that opened. `steps` are those that it reached, at least one; `ends` is None while it is open."""

    rule: Rule
    child: Child
    span: Span
    steps: tuple[Step, ...]
    ends: int | None

    @property
    def opens(self) -> int:
        """When it began."""
        return self.steps[0].at

    @property
    def severity(self) -> int:
        """The gravest that it became; 1 is the gravest there is."""
        return min(step.severity for step in self.steps)

    @property
    def course(self) -> tuple[int, int, int | None]:
        """When it opened, how grave it became, when it ended."""
        return (self.opens, self.severity, self.ends)

    @property
    def mode(self) -> RuleMode:
        """In which it is found now, where its agency is responsible. A backtest knows no budgets."""
        return self.rule.modes.last(self.span.anchor.responsible)

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes it the same finding under other rules: rule, part, anchor, area and child."""
        return (self.span.rule.id, self.span.rule.part, self.span.anchor.ref, *self.child)


def lives(
    children: Mapping[Child, list[Event]], rules: Iterable[Rule], feeds: Mapping[str, AreaFeeds], end: int
) -> Iterator[Life]:
    """Every finding that the rules opened up to `end` (Unix milliseconds), family by family."""
    chosen = list(rules)
    apart = Asked([rule for rule in chosen if rule.grouping == "subject"])
    joint = Asked([rule for rule in chosen if rule.grouping == "family"])
    for members in families(children):
        area = members[0].area
        for child in members:
            yield from _lives(apart, children[child], feeds[area], area, end)
        together = [event for child in members for event in children[child]]
        yield from _lives(joint, together, feeds[area], area, end)


class Asked:
    """Rules, and what they ask of a history. Most find nothing in most histories: what can't begin is skipped."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.types = frozenset[str]().union(*(rule.facts.triggers for rule in rules))
        self._index = watch(rules)
        self._begun: dict[Selection, list[tuple[int, Rule]]] = {}
        for place, rule in enumerate(rules):
            self._begun.setdefault(rule.pattern.triggers(), []).append((place, rule))

    def begun(self, events: Sequence[Event]) -> tuple[History, list[Rule]]:
        """The history, and the rules that have something to begin with in it."""
        history = History(self._index, events)
        found = [rule for selection in history.held() for rule in self._begun.get(selection, ())]
        return history, [rule for _, rule in sorted(found, key=itemgetter(0))]


def _lives(asked: Asked, events: Sequence[Event], feeds: AreaFeeds, area: str, end: int) -> Iterator[Life]:
    if asked.types.isdisjoint(event.type for event in events):
        return
    history, rules = asked.begun(events)
    for rule in rules:
        for span in rule.spans(history):
            if feeds.evaluable(span.rule, span.anchor.responsible):
                yield from _life(rule, Child(area, span.child), span, feeds, end)


def _life(rule: Rule, child: Child, span: Span, feeds: AreaFeeds, end: int) -> Iterator[Life]:
    """An absence counts only as far as the feeds are complete; and so does the end of a window."""
    complete = feeds.complete(span.anchor.responsible, span.rule.cures)

    def reached(step: Step) -> bool:
        return step.at <= end and (not step.absent or step.at <= complete)

    steps = tuple(takewhile(reached, span.steps))
    if steps:
        yield Life(rule, child, span, steps, _ends(span, feeds, end))


def _ends(span: Span, feeds: AreaFeeds, end: int) -> int | None:
    said = FOREVER if span.closed_by is not None else feeds.complete(span.anchor.responsible, span.rule.triggers)
    if span.closes <= min(end, said):
        return span.closes
    return span.rule.expires if span.rule.expires <= end else None
