"""The life of a finding, read off its span: when it opened, how grave it became, when it ended."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile

from services.triage.backtest.kept import Child, families
from services.triage.compiled import Rule, watch
from services.triage.events import Event
from services.triage.feeds import AreaFeeds
from services.triage.history import History
from services.triage.spans import FOREVER, Span, Step, cut


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
    def key(self) -> tuple[str, str, str, str, str]:
        """What makes it the same finding under other rules: rule, part, anchor, area and child."""
        return (self.span.rule.id, self.span.rule.part, self.span.anchor.ref, *self.child)


def lives(
    children: Mapping[Child, list[Event]], rules: Iterable[Rule], feeds: Mapping[str, AreaFeeds], end: int
) -> Iterator[Life]:
    """Every finding that the rules opened up to `end` (Unix milliseconds), family by family."""
    chosen = list(rules)
    apart = [rule for rule in chosen if rule.grouping == "subject"]
    joint = [rule for rule in chosen if rule.grouping == "family"]
    index, shared = watch(apart), watch(joint)
    for members in families(children):
        area = members[0].area
        for child in members:
            yield from _lives(apart, History(index, children[child]), feeds[area], area, end)
        if joint:
            together = History(shared, (event for child in members for event in children[child]))
            yield from _lives(joint, together, feeds[area], area, end)


def _lives(rules: Iterable[Rule], history: History, feeds: AreaFeeds, area: str, end: int) -> Iterator[Life]:
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
        still = span.closes == FOREVER or bool(cut([span], end, feeds).findings)
        yield Life(rule, child, span, steps, None if still else span.closes)
