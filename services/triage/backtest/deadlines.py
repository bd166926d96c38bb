"""Of an open finding: by when something should have been recorded, and whether that has passed or is only near."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from services.triage.backtest.lives import Life
from services.triage.calendar import local, moment
from services.triage.rule_file import AbsenceText, RuleText, SiblingsText, StepText
from services.triage.told import identity, severity


class Deadline(NamedTuple):
    """`at`: the instant at which the clock ends, None for a finding without one. `breach`: not just a warning."""

    at: int | None
    breach: bool


def deadline(life: Life, texts: Mapping[str, RuleText]) -> Deadline:
    """The clock of the last step reached: of a warning, the instant at which the limit will be reached."""
    clocks = _clocks(texts[life.span.rule.id], life.span.rule.part)
    ends = [step.at for step in life.span.steps if step.absent]
    reached = sum(1 for step in life.steps if step.absent)
    if not clocks or not reached:
        return Deadline(ends[reached - 1] if reached else None, True)
    last = reached - 1
    limit = next((n for n in range(last, len(clocks)) if clocks[n].at == "limit"), last)
    return Deadline(ends[limit] if limit < len(ends) else ends[last], clocks[last].at == "limit")


def listed(life: Life, texts: Mapping[str, RuleText]) -> dict[str, Any]:
    """A finding as JSON: instants in UTC, the anchor's day in England. `ended` is left out while it is open."""
    at, breach = deadline(life, texts)
    agency, event = identity(life.span.anchor.ref)
    return {
        "rule": life.span.rule.id,
        "part": life.span.rule.part or None,
        "area": life.child.area,
        "subject_key": life.child.key,
        "anchor_event": event,
        "anchor_agency": agency,
        "anchor_date": str(day(life.span.anchor.first)),
        "opened": moment(life.opens).isoformat(),
        "deadline": None if at is None else moment(at).isoformat(),
        "severity": severity(life.severity),
        "breach": breach,
        "mode": life.mode,
    } | ({} if life.ends is None else {"ended": moment(life.ends).isoformat()})


def day(instant: int) -> date:
    """The day in England that holds the instant."""
    return local(instant).date()


def _clocks(text: RuleText, part: str) -> tuple[StepText, ...]:
    pattern = next(pattern for name, _, pattern in text.patterns() if name == part)
    return pattern.steps if isinstance(pattern, AbsenceText | SiblingsText) else ()
