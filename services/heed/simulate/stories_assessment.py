"""Stories of rule 24: an assessment, and its completion within 45 working days (a warning after 35), or not."""

from collections.abc import Sequence
from datetime import datetime

from services.heed.simulate.calendar import after_working_days, at
from services.heed.simulate.entries import CaseEventEntry
from services.heed.simulate.plot import Plot, Stage, Verdict

RULE = "assessment_overdue"
NEEDS = ("assessment_started", "assessment_completed")


def _started(stage: Stage, when: datetime, *factors: str) -> CaseEventEntry:
    return stage.child.record("assessment_started", when, assessment_factors=list(factors))


def _completed(stage: Stage, started: datetime, working_days: int, recorded_after: int | None = None) -> None:
    ended = at(after_working_days(started.date(), working_days), 16)
    recorded = None if recorded_after is None else at(after_working_days(started.date(), recorded_after), 12)
    stage.child.record("assessment_completed", ended, recorded=recorded, assessment_factors=["3B"], child_seen=True)


def _clear(stage: Stage) -> Sequence[Verdict]:
    _started(stage, stage.before_end(90, 200), "3B")
    return [Verdict(RULE, "open", "S3")]


def _clear_neglect(stage: Stage) -> Sequence[Verdict]:
    """With neglect among the factors the breach is graver."""
    _started(stage, stage.before_end(90, 200), "3B", "16A")
    return [Verdict(RULE, "open", "S2")]


def _in_time(stage: Stage) -> Sequence[Verdict]:
    started = stage.early()
    _started(stage, started, "16A")
    _completed(stage, started, 28)
    return [Verdict(RULE, "none")]


def _near_miss(stage: Stage) -> Sequence[Verdict]:
    """On the 35th working day itself."""
    started = stage.early()
    _started(stage, started, "3B")
    _completed(stage, started, 35)
    return [Verdict(RULE, "none")]


def _warned(stage: Stage) -> Sequence[Verdict]:
    """After the warning and before the limit."""
    started = stage.early()
    _started(stage, started, "3B")
    _completed(stage, started, 41)
    return [Verdict(RULE, "resolved")]


def _completed_late(stage: Stage) -> Sequence[Verdict]:
    started = stage.early()
    _started(stage, started, "16A")
    _completed(stage, started, 52)
    return [Verdict(RULE, "resolved")]


def _recorded_late(stage: Stage) -> Sequence[Verdict]:
    """Completed in time, but recorded when its absence had already been seen."""
    started = stage.early()
    _started(stage, started, "3B")
    _completed(stage, started, 30, recorded_after=50)
    return [Verdict(RULE, "withdrawn")]


def _taken_back(stage: Stage) -> Sequence[Verdict]:
    """The start had been recorded for the wrong child."""
    started = stage.early()
    entry = _started(stage, started, "3B")
    stage.child.withdraw(entry, at(after_working_days(started.date(), 48), 12))
    return [Verdict(RULE, "withdrawn")]


PLOTS = tuple(
    Plot(RULE, kind, NEEDS, (3.0, 15.0), tell)
    for kind, tell in {
        "clear": _clear,
        "clear_neglect": _clear_neglect,
        "cured_in_time": _in_time,
        "near_miss": _near_miss,
        "cured_after_the_warning": _warned,
        "cured_after_the_alert": _completed_late,
        "cured_by_late_event": _recorded_late,
        "withdrawn": _taken_back,
    }.items()
)
