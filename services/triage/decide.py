"""What the rules find in a child's history: the plain oracle, which looks at everything each time."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.triage.compiled import Rule, watch
from services.triage.events import Event
from services.triage.history import History
from services.triage.spans import Feeds, Finding, Span, cut


class Decision(NamedTuple):
    """The findings open, in order of rule and anchor, and the next instant at which time alone may change them."""

    findings: tuple[Finding, ...]
    next_deadline: int | None


def decide(
    history: Iterable[Event], feeds: Feeds, now: int, rules: Sequence[Rule], family: Iterable[Event] | None = None
) -> Decision:
    """The findings of `rules` at `now` (Unix milliseconds of the log's time) for the events in force of one child.

    `family`: those of all children of its family, its own included, which rules by family see; by default its own.
    """
    events = list(history)
    own = History(watch(rules), events)
    joint = own if family is None else History(watch(rules), family)
    taken = cut((span for rule in rules for span in _spans(rule, own, joint)), now, feeds)
    return Decision(taken.findings, taken.due)


def _spans(rule: Rule, own: History, joint: History) -> Iterable[Span]:
    if rule.grouping == "subject":
        return rule.spans(own)
    children = {event.subject for event in own.events.values()}
    return (span for span in rule.spans(joint) if span.child in children)
