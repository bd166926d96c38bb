"""One rule on one history, kept up to date: only the anchors that a change can reach are looked at again."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Sequence
from operator import itemgetter
from typing import NamedTuple

from services.triage.compiled import Rule
from services.triage.events import Event
from services.triage.history import LONGEST_DAY, History
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

    __slots__ = ("_found", "_rule")

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._found: list[tuple[int, Event, Sequence[Span]]] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it needs to be kept."""
        return not self._found

    def again(self, history: History, earliest: int) -> Turn:
        """Look again after a change of an event that began at `earliest`, at `-FOREVER` for all."""
        begins, found = earliest - LONGEST_DAY, self._found
        reached = bisect_left(found, begins, key=_settled)
        anchors = history.of(self._rule.begins)
        if reached == len(found) and (not anchors or anchors[-1].first < begins):
            return NOTHING
        before = found[reached:]
        del found[reached:]
        come: list[Span] = []
        for anchor, answer in self._rule.answers(history, begins, [one for _, one, _ in before]):
            insort(found, (answer.settled, anchor, answer.spans), key=_settled)
            come += answer.spans
        return Turn([span for _, _, spans in before for span in spans], come)


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
