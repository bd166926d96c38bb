"""What the rules find in a child's history: the plain oracle, which looks at everything each time."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from services.triage.compiled import Rule, watch
from services.triage.events import Event
from services.triage.history import History
from services.triage.spans import Feeds, Finding, cut


class Decision(NamedTuple):
    """The findings open, in order of rule and anchor, and the next instant at which time alone may change them."""

    findings: tuple[Finding, ...]
    next_deadline: int | None


def decide(history: Iterable[Event], feeds: Feeds, now: int, rules: Sequence[Rule]) -> Decision:
    """The findings of `rules` at `now` (Unix milliseconds of the log's time) for the events in force of one child."""
    indexed = History(watch(rules), history)
    taken = cut((span for rule in rules for span in rule.spans(indexed)), now, feeds)
    return Decision(taken.findings, taken.due)
