"""One rule on one history, kept up to date: only the anchors that a change can reach are looked at again."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from services.triage.compiled import Rule
from services.triage.events import Event
from services.triage.history import LONGEST_DAY, History, since
from services.triage.spans import FOREVER, Span


class Turn(NamedTuple):
    """Spans that don't hold any more, and those that hold in their place; they may be the same."""

    gone: Sequence[Span]
    come: Sequence[Span]


NOTHING = Turn((), ())
_settled = itemgetter(0)


class Working:
    """What a rule has found, by the instants after which nothing can change it.

    A rule looks back from its anchor without limit, and ahead to where its answer is settled. So an event reaches the
    anchors that don't lie before it, and those before it that were not settled when it happened.
    """

    __slots__ = ("_found", "_rule", "_whole")

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._found: list[tuple[int, Event, Sequence[Span]]] = []
        self._whole: Sequence[Span] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it needs to be kept."""
        return not self._found and not self._whole

    def again(self, history: History, earliest: int) -> Turn:
        """Look again after a change of an event that began at `earliest`, at `-FOREVER` for all."""
        if not self._rule.by_anchor:
            return self._all(history)
        begins = earliest - LONGEST_DAY
        reached = bisect_left(self._found, begins, key=_settled)
        before = self._found[reached:]
        anchors = list(since(begins, history.of(self._rule.begins)))
        if not before and not anchors:
            return NOTHING
        del self._found[reached:]
        if before:
            late = {one.ref for one in anchors}
            anchors += _still([one for _, one, _ in before if one.ref not in late], history)
        come = self._look(anchors, history)
        return Turn([span for _, _, spans in before for span in spans], come)

    def _look(self, anchors: Iterable[Event], history: History) -> list[Span]:
        come: list[Span] = []
        for anchor in anchors:
            answer = self._rule.at(anchor, history)
            insort(self._found, (answer.settled, anchor, answer.spans), key=_settled)
            come += answer.spans
        return come

    def _all(self, history: History) -> Turn:
        before, self._whole = self._whole, self._rule.spans(history)
        return Turn(before, self._whole)


def _still(anchors: Sequence[Event], history: History) -> list[Event]:
    """Those that are still in the history as they were."""
    return [one for one in anchors if history.events.get(one.ref) is one]


def work(
    rules: Iterable[Rule], workings: dict[str, Working], history: History, earliest: int
) -> Iterator[tuple[Rule, Turn]]:
    """What each of the rules says now of a history that has changed. `workings` is kept up to date."""
    for rule in rules:
        working = workings.get(rule.key)
        if working is not None:
            turn = working.again(history, earliest)
            if working.is_empty:
                del workings[rule.key]
            yield rule, turn
        elif len(history.of(rule.begins)) >= rule.least:
            workings[rule.key] = working = Working(rule)
            yield rule, working.again(history, -FOREVER)
