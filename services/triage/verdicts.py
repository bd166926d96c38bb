"""What the rules say of one child: spans by rule, and the cut through them, of which only what may differ is redone."""

from collections.abc import Iterator, Sequence
from itertools import chain

from services.triage.spans import FOREVER, Cut, Feeds, Finding, Span, cut
from services.triage.working import Turn

Name = tuple[str, str]
"""Anchor and child of a span: what tells it apart from the rule's others."""


class _Said:
    """The spans of one rule. `cut` was taken at the instant `at` by the feeds of `version`, and holds before `due`.

    `past` are those that an event has ended: whatever the feeds say, they are open no more.
    """

    __slots__ = ("at", "cut", "due", "past", "spans", "version")

    def __init__(self) -> None:
        self.spans: dict[Name, Span] = {}
        self.past: dict[Name, Span] = {}
        self.cut: Cut | None = None
        self.at, self.due, self.version = 0, 0, 0

    def turn(self, turn: Turn) -> bool:
        gone, come = _named(turn.gone), _named(turn.come)
        for name in gone:
            if self.spans.pop(name, None) is None:
                del self.past[name]
        self.spans.update(come)
        if gone == come:
            return False
        self.cut = None
        return True

    def taken(self, now: int, feeds: Feeds) -> Cut:
        if self.cut is None or not self.at <= now < self.due or self.version != feeds.version:
            self._end(now)
            self.cut = cut(self.spans.values(), now, feeds)
            self.at, self.due = now, FOREVER if self.cut.due is None else self.cut.due
            self.version = feeds.version
        return self.cut

    def _end(self, now: int) -> None:
        ended = [name for name, span in self.spans.items() if span.closes <= now and span.closed_by is not None]
        for name in ended:
            self.past[name] = self.spans.pop(name)


class Verdicts:
    """Spans by the key of their rule."""

    def __init__(self) -> None:
        self._said: dict[str, _Said] = {}

    def __iter__(self) -> Iterator[Span]:
        return chain.from_iterable(chain(said.spans.values(), said.past.values()) for said in self._said.values())

    def turn(self, rule: str, turn: Turn) -> bool:
        """A rule says otherwise. Returns whether that is so."""
        if not turn.gone and not turn.come:
            return False
        said = self._said.get(rule)
        if said is None:
            said = self._said[rule] = _Said()
        changed = said.turn(turn)
        if not said.spans and not said.past:
            del self._said[rule]
        return changed

    def forget(self, rule: str) -> None:
        """A rule says nothing any more."""
        self._said.pop(rule, None)

    def cut(self, now: int, feeds: Feeds) -> Cut:
        """The cut at `now`, the same as through all spans at once."""
        findings: list[Finding] = []
        due, waits = FOREVER, dict[str, int]()
        for said in self._said.values():
            taken = said.taken(now, feeds)
            findings += taken.findings
            due = min(due, said.due)
            for agency, at in taken.waits.items():
                waits[agency] = min(waits.get(agency, FOREVER), at)
        if len(findings) > 1:
            findings.sort(key=lambda one: one.key)
        return Cut(tuple(findings), due if due < FOREVER else None, waits)


def _named(spans: Sequence[Span]) -> dict[Name, Span]:
    return {(span.anchor.ref, span.subject): span for span in spans}
