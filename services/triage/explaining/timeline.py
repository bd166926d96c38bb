"""An example of a rule on a line of time: what happened, by when what should have followed, and what the rule says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from services.triage.calendar import Calendar
from services.triage.compiled import Rule
from services.triage.decide import decide
from services.triage.events import Event
from services.triage.examples import Complete, events, read_at
from services.triage.explaining.selectors import code, plain
from services.triage.rule_file import ExampleText
from services.triage.spans import FOREVER, Finding, Span
from services.triage.told import severity

Kind = Literal["event", "seen", "anchor", "cure", "step", "end", "now"]
QUIET = frozenset({"age_band"})
"""Fields that every event has, which say nothing of what happened."""
MOST = 3
"""Types that are named of those of which one should have followed."""


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A place on the line, ascending by time. `day`: only the date is known. `rank` orders what falls together."""

    at: int
    rank: int
    says: str = field(compare=False)
    kind: Kind = field(compare=False)
    day: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Timeline:
    """The marks, and the finding that they show: the gravest; None where the rule says nothing."""

    marks: tuple[Mark, ...]
    finding: Finding | None


def timeline(rules: Sequence[Rule], example: ExampleText, calendar: Calendar) -> Timeline:
    """What a rule, in all its parts, makes of an example."""
    history, now = events(example.events, calendar), read_at(example)
    found = decide(history, Complete(), now, rules).findings
    finding = min(found, key=lambda one: (one.severity, one.key), default=None)
    span = None if finding is None else finding.span
    said = "nothing found" if finding is None else f"found: {severity(finding.severity)}"
    marks = [*(_event(one, span) for one in history), Mark(now, 3, f"read here. {said}", "now")]
    return Timeline(tuple(sorted([*marks, *([] if span is None else _span(span))])), finding)


def happened(event: Event) -> str:
    """An event with what its fields hold."""
    codes = ((name, held) for name, held in event.codes.items() if name not in QUIET and held)
    said = "; ".join(f"{plain(name)} {', '.join(code(name, one) for one in held)}" for name, held in codes)
    return f"{plain(event.type)} ({said})" if said else plain(event.type)


def _event(event: Event, span: Span | None) -> Mark:
    return Mark(event.first, 0, happened(event), _kind(event, span), event.first != event.last)


def _kind(event: Event, span: Span | None) -> Kind:
    if span is None:
        return "event"
    if event.ref == span.anchor.ref:
        return "anchor"
    if span.closed_by is not None and event.ref == span.closed_by.ref:
        return "cure"
    return "seen" if event.ref in {one.ref for one in span.seen} else "event"


def _span(span: Span) -> Iterator[Mark]:
    """Its steps, also those that come after the example is read, and the end that time alone makes."""
    for step in span.steps:
        missing = f"not recorded by then: {_awaited(span)}. " if step.absent else ""
        yield Mark(step.at, 1, f"{missing}Now {severity(step.severity)}", "step")
    if span.closes < FOREVER and span.closed_by is None:
        yield Mark(span.closes, 2, "it ends by itself", "end")


def _awaited(span: Span) -> str:
    """A few of what should have followed."""
    named = [plain(one) for one in sorted(span.awaits)]
    more = [f"{len(named) - MOST} more"] if len(named) > MOST else []
    return " or ".join([*named[:MOST], *more])
