"""When a finding holds, given a history: spans without a clock in them, and the cut that a moment makes through them.

Spans are causal: whether one is open at an instant depends on events up to that instant only.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple, Protocol

from services.triage.events import Event

FOREVER = 1 << 62
"""Later than every instant."""


class Step(NamedTuple):
    """From `at` the finding has at least `severity` (1: the gravest); `absent`: something was not recorded by then."""

    at: int
    severity: int
    absent: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """What a cut needs to know of a span's rule. `triggers` and `cures` are event types, `version` the rule's hash.

    `part` is which part of the rule, "" where it has only one. It finds nothing where one of `off` is the responsible
    agency, nor from `expires` on.
    """

    id: str
    version: str
    triggers: frozenset[str]
    cures: frozenset[str]
    part: str = ""
    off: frozenset[str] = frozenset()
    expires: int = FOREVER


@dataclass(frozen=True, slots=True)
class Span:
    """`steps` ascend in time, all before `closes`; a step counts only after those before it.

    The finding is open from the first step until `closes`, excluded.

    `closed_by` is the event that closes it, or None where time does (a window passes). `subject` is the child's key
    that it is about, "" where it is the anchor's; `awaits` are the types of which one should have followed.
    Its identity is (rule, part, anchor, child).
    """

    rule: Facts
    anchor: Event
    steps: tuple[Step, ...]
    closes: int = FOREVER
    closed_by: Event | None = None
    seen: tuple[Event, ...] = ()
    subject: str = ""
    awaits: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Rule, part, anchor and child: two spans with the same are the same finding, before and after."""
        return (self.rule.id, self.rule.part, self.anchor.ref, self.subject)

    @property
    def child(self) -> str:
        """The key of the child to whose alert it belongs."""
        return self.subject or self.anchor.subject


class Answer(NamedTuple):
    """A rule's spans with one anchor. What happens after the instant `settled` can change them no more."""

    spans: Sequence[Span]
    settled: int


class Feeds(Protocol):
    """How far an area's feeds are complete."""

    @property
    def version(self) -> int:
        """The same number as long as all answers stay the same."""

    def evaluable(self, rule: Facts, agency: str) -> bool:
        """Whether the area carries a triggering type, and whoever should every type that could cure."""

    def complete(self, agency: str, types: frozenset[str]) -> int:
        """The instant to which all of the types are told of its children; `FOREVER` for live feeds and no feed."""

    def behind(self, agency: str, types: frozenset[str]) -> str:
        """The agency whose feed makes that instant so early."""

    def silent(self, agency: str, types: frozenset[str]) -> bool:
        """Whether nothing comes any more from a feed of one of the types."""


@dataclass(frozen=True, slots=True)
class Finding:
    """An open span at one moment. `opens` is when it began, `since` when it reached its severity.

    `missing`: the instants by which something was not recorded, with the severity of each; `degraded`: a feed that
    would have recorded it is silent.
    """

    span: Span
    severity: int
    opens: int
    since: int
    missing: tuple[Step, ...] = field(default=())
    degraded: bool = False

    @property
    def key(self) -> tuple[str, str, str, str]:
        """The span's."""
        return self.span.key


class Cut(NamedTuple):
    """`due`: the next instant of the log's time at which the findings change by themselves, or None.

    `waits`: agency -> the first instant for which its feeds must be complete before more can be said.
    """

    findings: tuple[Finding, ...]
    due: int | None
    waits: dict[str, int]


def cut(spans: Iterable[Span], now: int, feeds: Feeds) -> Cut:
    """The findings open at `now`, and when to look again. Spans of rules that can't be evaluated are left out."""
    taken = _Taken(now)
    for span in spans:
        if span.closes <= now and span.closed_by is not None:
            continue  # most spans of a long history: ended by an event, whatever the feeds say
        if feeds.evaluable(span.rule, span.anchor.responsible):
            taken.add(span, feeds)
    return Cut(
        tuple(sorted(taken.findings, key=lambda one: one.key)), taken.due if taken.due < FOREVER else None, taken.waits
    )


class _Taken:
    """A cut in the making."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.findings: list[Finding] = []
        self.due = FOREVER
        self.waits: dict[str, int] = {}

    def add(self, span: Span, feeds: Feeds) -> None:
        agency = span.anchor.responsible
        if self._ended(span, feeds):
            return
        cures = feeds.complete(agency, span.rule.cures)
        fired = list(takewhile(lambda step: self._passed(step, span, feeds, cures), span.steps))
        if fired:
            worst = min(fired, key=lambda step: (step.severity, step.at))
            missing = tuple(step for step in fired if step.absent)
            degraded = bool(missing) and feeds.silent(agency, span.rule.cures)
            self.findings.append(Finding(span, worst.severity, fired[0].at, worst.at, missing, degraded))

    def _ended(self, span: Span, feeds: Feeds) -> bool:
        """Ended with its rule or by an event at once; by a window only when feeds say that nothing more falls in."""
        if span.rule.expires < FOREVER and self._reached(span.rule.expires, "", FOREVER):
            return True
        agency, types = span.anchor.responsible, span.rule.triggers
        known = FOREVER if span.closed_by is not None else feeds.complete(agency, types)
        whom = agency if span.closes <= known else feeds.behind(agency, types)
        return span.closes < FOREVER and self._reached(span.closes, whom, known)

    def _passed(self, step: Step, span: Span, feeds: Feeds, cures: int) -> bool:
        if not step.absent or step.at <= cures:
            return self._reached(step.at, "", FOREVER)
        return self._reached(step.at, feeds.behind(span.anchor.responsible, span.rule.cures), cures)

    def _reached(self, at: int, agency: str, complete: int) -> bool:
        """Whether `at` has passed in the log's time and in the feeds; if not, notes what must come to pass first."""
        if at > self.now:
            self.due = min(self.due, at)
            return False
        if at > complete:
            self.waits[agency] = min(self.waits.get(agency, FOREVER), at)
            return False
        return True
