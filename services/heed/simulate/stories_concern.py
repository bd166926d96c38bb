"""Stories of rule 22: a critical concern, and a strategy discussion within 24 hours (a warning after 4), or not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.heed.simulate.calendar import DAY, later
from services.heed.simulate.entries import CaseEventEntry
from services.heed.simulate.plot import Plot, Stage, Verdict

RULE = "no_strategy_after_high_harm"
NEEDS = ("concern_raised", "strategy_discussion_held")
HOUR = timedelta(hours=1)


def _critical(stage: Stage, when: datetime, level: str = "critical") -> CaseEventEntry:
    return stage.child.record("concern_raised", when, source="3E", level=level, signals=["unexplained_injury"])


def _discussed(stage: Stage, when: datetime, **how: object) -> CaseEventEntry:
    return stage.child.record("strategy_discussion_held", when, **how)  # type: ignore[arg-type]


def _clear(stage: Stage) -> Sequence[Verdict]:
    _critical(stage, stage.before_end(20, 200))
    return [Verdict(RULE, "open", "S1")]


def _in_time(stage: Stage) -> Sequence[Verdict]:
    raised = stage.early()
    _critical(stage, raised)
    _discussed(stage, later(raised, 2 * HOUR))
    return [Verdict(RULE, "none")]


def _near_miss(stage: Stage) -> Sequence[Verdict]:
    """One minute before the warning."""
    raised = stage.early()
    _critical(stage, raised)
    _discussed(stage, later(raised, timedelta(hours=3, minutes=59)))
    return [Verdict(RULE, "none")]


def _only_high(stage: Stage) -> Sequence[Verdict]:
    _critical(stage, stage.early(), level="high")
    return [Verdict(RULE, "none")]


def _held_late(stage: Stage) -> Sequence[Verdict]:
    raised = stage.early()
    _critical(stage, raised)
    _discussed(stage, later(raised, 50 * HOUR))
    return [Verdict(RULE, "resolved")]


def _recorded_late(stage: Stage) -> Sequence[Verdict]:
    """Held in time, but recorded when its absence had already been seen."""
    raised = stage.early()
    _critical(stage, raised)
    held = later(raised, 3 * HOUR)
    _discussed(stage, held, recorded=later(held, 12 * DAY))
    return [Verdict(RULE, "withdrawn")]


def _amended(stage: Stage) -> Sequence[Verdict]:
    """The concern had been graded too high."""
    raised = stage.early()
    concern = _critical(stage, raised)
    stage.child.amend(concern, later(raised, 6 * DAY), level="moderate")
    return [Verdict(RULE, "withdrawn")]


def _same_date(stage: Stage) -> Sequence[Verdict]:
    """Only the date of the discussion is known: read in favour of the cure."""
    raised = stage.early()
    _critical(stage, raised)
    _discussed(stage, raised.replace(hour=0, minute=0), occurred_precision="day", recorded=later(raised, 3 * HOUR))
    return [Verdict(RULE, "none")]


PLOTS = tuple(
    Plot(RULE, kind, NEEDS, (3.0, 15.0), tell)
    for kind, tell in {
        "clear": _clear,
        "cured_in_time": _in_time,
        "near_miss": _near_miss,
        "near_miss_level": _only_high,
        "cured_after_the_alert": _held_late,
        "cured_by_late_event": _recorded_late,
        "amended_away": _amended,
        "cured_on_the_same_date": _same_date,
    }.items()
)
