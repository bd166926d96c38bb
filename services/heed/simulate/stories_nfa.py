"""Stories of rule 9: three referrals within 365 days (under 2: two in 90) that ended in no action or in advice."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from services.heed.simulate.calendar import DAY, later
from services.heed.simulate.entries import CaseEventEntry
from services.heed.simulate.plot import Plot, Stage, Verdict

RULE = "repeat_nfa"
NEEDS = ("referral_received", "referral_decided")


def _referral(stage: Stage, when: datetime, *outcomes: str, recorded: datetime | None = None) -> CaseEventEntry:
    """A referral, and its decision the next day."""
    referral = stage.child.record("referral_received", when, source="2A", primary_need="N1")
    about = {"about_event": referral.body["event_id"], "outcomes": list(outcomes) or ["nfa"], "primary_need": "N1"}
    return stage.child.record("referral_decided", later(when, DAY), recorded=recorded, **about)


def _three(stage: Stage) -> tuple[datetime, list[CaseEventEntry]]:
    """The first early in the year, so that all three still lie within 365 days at its end. Returns the last's time."""
    first = stage.early()
    made = [_referral(stage, first), _referral(stage, later(first, 70 * DAY), "information_and_advice", "nfa")]
    last = later(first, 140 * DAY)
    return last, [*made, _referral(stage, last)]


def _clear(stage: Stage) -> Sequence[Verdict]:
    _three(stage)
    return [Verdict(RULE, "open", "S3")]


def _clear_injury(stage: Stage) -> Sequence[Verdict]:
    """With recent evidence of harm it is graver."""
    last, _ = _three(stage)
    by = stage.child.place.carriers("injury_observed")[0]
    stage.child.record("injury_observed", later(last, -20 * DAY), by=by, mobile="yes", explained="unknown")
    return [Verdict(RULE, "open", "S2")]


def _clear_infant(stage: Stage) -> Sequence[Verdict]:
    when = stage.before_end(70, 80)
    _referral(stage, when)
    _referral(stage, later(when, 40 * DAY), "information_and_advice")
    return [Verdict(RULE, "open", "S3")]


def _passed(stage: Stage) -> Sequence[Verdict]:
    """Two in 90 days about an infant, and then nothing more for so long that the window is over."""
    when = stage.early()
    _referral(stage, when)
    _referral(stage, later(when, 30 * DAY))
    return [Verdict(RULE, "resolved")]


def _late(stage: Stage) -> Sequence[Verdict]:
    """The one in the middle is recorded last."""
    when = stage.early()
    _referral(stage, when)
    _referral(stage, later(when, 60 * DAY), recorded=later(when, 170 * DAY))
    _referral(stage, later(when, 120 * DAY))
    return [Verdict(RULE, "open", "S3")]


def _two(stage: Stage) -> Sequence[Verdict]:
    """Two; the second is sent twice, which makes no third."""
    when = stage.early()
    _referral(stage, when)
    second = _referral(stage, later(when, 60 * DAY))
    stage.child.again(second, later(second.recorded, 5 * DAY))
    return [Verdict(RULE, "none")]


def _one_assessed(stage: Stage) -> Sequence[Verdict]:
    """The third led to an assessment as well."""
    when = stage.early()
    _referral(stage, when)
    _referral(stage, later(when, 60 * DAY))
    _referral(stage, later(when, 120 * DAY), "assessment", "information_and_advice")
    return [Verdict(RULE, "none")]


def _infant_apart(stage: Stage) -> Sequence[Verdict]:
    """Two about an infant, decided 90 days apart to the minute, by the clock on the wall."""
    when = stage.early()
    _referral(stage, when)
    second = later(when, DAY) + timedelta(days=90)
    _referral(stage, later(second, -DAY))
    return [Verdict(RULE, "none")]


def _amended(stage: Stage) -> Sequence[Verdict]:
    """The third had been an assessment after all."""
    last, made = _three(stage)
    stage.child.amend(made[-1], later(last, 9 * DAY), outcomes=["assessment"])
    return [Verdict(RULE, "withdrawn")]


PLOTS = tuple(
    Plot(RULE, kind, NEEDS, ages, tell, also)
    for kind, ages, tell, also in (
        ("clear", (3.0, 15.0), _clear, ()),
        ("clear_injury", (3.0, 15.0), _clear_injury, ("injury_observed",)),
        ("clear_infant", (0.2, 1.0), _clear_infant, ()),
        ("window_over", (0.2, 1.0), _passed, ()),
        ("clear_by_late_event", (3.0, 15.0), _late, ()),
        ("near_miss", (3.0, 15.0), _two, ()),
        ("near_miss_assessed", (3.0, 15.0), _one_assessed, ()),
        ("near_miss_infant", (0.2, 1.0), _infant_apart, ()),
        ("amended_away", (3.0, 15.0), _amended, ()),
    )
)
