"""Stories of rule 1: a person reports, naming the child, that harm was overlooked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.heed.simulate.calendar import DAY, later
from services.heed.simulate.entries import ReportEntry
from services.heed.simulate.plot import Plot, Stage, Verdict
from services.heed.simulate.reporting import report, take_back

RULE = "overlooked_harm_declared"
UNDISCUSSED = "no_strategy_after_high_harm"
NEEDS = ("strategy_discussion_held", "section_47_started")


def _report(stage: Stage, when: datetime, **answers: Any) -> ReportEntry:
    """Of overlooked harm, the story's only report."""
    return report(stage.child, when, f"sim-story-{stage.child.name}", **answers)


def _enquiry(stage: Stage, when: datetime, recorded: datetime | None = None) -> None:
    stage.child.record("strategy_discussion_held", when, recorded=recorded)
    stage.child.record("section_47_started", when, recorded=recorded)


def _clear(stage: Stage) -> Sequence[Verdict]:
    _report(stage, stage.before_end(20, 300))
    return [Verdict(RULE, "open", "S2")]


def _clear_grave(stage: Stage) -> Sequence[Verdict]:
    """Likely significant harm to an infant: two rules at once."""
    _report(stage, stage.before_end(20, 300), harm_potential="likely", harm_categories=["PHY"])
    return [Verdict(RULE, "open", "S1"), Verdict(UNDISCUSSED, "open", "S1")]


def _in_hand(stage: Stage) -> Sequence[Verdict]:
    """An enquiry was open already."""
    when = stage.early()
    _enquiry(stage, when)
    _report(stage, later(when, 6 * DAY))
    return [Verdict(RULE, "none")]


def _answered(stage: Stage) -> Sequence[Verdict]:
    when = stage.early()
    _report(stage, when)
    _enquiry(stage, later(when, 150 * DAY))
    return [Verdict(RULE, "resolved")]


def _recorded_late(stage: Stage) -> Sequence[Verdict]:
    """An enquiry was open already, and recorded much later."""
    when = stage.early()
    _report(stage, later(when, 4 * DAY))
    _enquiry(stage, when, recorded=later(when, 150 * DAY))
    return [Verdict(RULE, "withdrawn")]


def _unsure(stage: Stage) -> Sequence[Verdict]:
    _report(stage, stage.early(), overlooked="unsure")
    return [Verdict(RULE, "none")]


def _low(stage: Stage) -> Sequence[Verdict]:
    _report(stage, stage.early(), harm_actual_physical="low")
    return [Verdict(RULE, "none")]


def _taken_back(stage: Stage) -> Sequence[Verdict]:
    entry = _report(stage, stage.early())
    take_back(stage.child, entry, later(entry.recorded, 150 * DAY))
    return [Verdict(RULE, "withdrawn")]


PLOTS = tuple(
    Plot(RULE, kind, NEEDS, ages, tell)
    for kind, ages, tell in (
        ("clear", (3.0, 15.0), _clear),
        ("clear_grave", (0.2, 1.0), _clear_grave),
        ("cured_in_time", (3.0, 15.0), _in_hand),
        ("cured_after_the_alert", (3.0, 15.0), _answered),
        ("cured_by_late_event", (3.0, 15.0), _recorded_late),
        ("near_miss", (3.0, 15.0), _unsure),
        ("near_miss_harm", (3.0, 15.0), _low),
        ("withdrawn", (3.0, 15.0), _taken_back),
    )
)
