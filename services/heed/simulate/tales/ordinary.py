"""Ordinary records around a story's children, and sound histories of children about whom there is no story.

Each happening is complete: what guidance asks for is recorded in time, so that no rule has cause to speak.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from services.heed.simulate.calendar import DAY, after_working_days, at, later
from services.heed.simulate.chance import Dice
from services.heed.simulate.child import Child
from services.heed.simulate.entries import CaseEventEntry
from services.heed.simulate.noise import bad
from services.heed.simulate.tales.telling import carrier
from services.heed.simulate.world import Place

HOUR: Final = timedelta(hours=1)
AGAIN: Final = 0.3
BAD: Final = 0.2


@dataclass(frozen=True, slots=True)
class Happening:
    """What is recorded, from the types that it takes; not beside others to which it would be an answer or a sequel."""

    types: frozenset[str]
    tell: Callable[[Child, datetime], None]
    not_with: frozenset[str] = frozenset()

    def fits(self, place: Place, mentioned: frozenset[str]) -> bool:
        """Whether the area's feeds bring it, and it has nothing to do with what is mentioned."""
        return all(place.carriers(type) for type in self.types) and mentioned.isdisjoint(self.types | self.not_with)


def surround(child: Child, start: datetime, mentioned: frozenset[str], dice: Dice) -> None:
    """Two or three ordinary happenings about the time of the story; some of its records come twice, or badly made."""
    told = [entry for entry in child.entries if isinstance(entry, CaseEventEntry)]
    fitting = [one for one in HAPPENINGS if one.fits(child.place, mentioned)]
    for one in dice.sample(fitting, min(len(fitting), dice.randint(2, 3))):
        one.tell(child, _day(start, dice, -45, -4))
    for entry in told:
        if dice.happens(AGAIN):
            child.again(entry, later(entry.recorded, dice.between(timedelta(minutes=1), DAY)))
        if dice.happens(BAD):
            child.entries.append(bad(child, entry))


def nothing_but(child: Child, start: datetime, dice: Dice) -> None:
    """A child of whom only ordinary things are recorded: each that its area's feeds bring, weeks apart."""
    fitting = [one for one in HAPPENINGS if one.fits(child.place, frozenset())]
    for number, one in enumerate(dice.sample(fitting, len(fitting))):
        one.tell(child, _day(start + 30 * number * DAY, dice, 0, 9))


def _day(start: datetime, dice: Dice, least: int, most: int) -> datetime:
    """A morning of a working day."""
    return at(after_working_days((start + dice.randint(least, most) * DAY).date(), 1), 10, dice.randint(0, 59))


def _say(child: Child, type: str, when: datetime, **fields: object) -> CaseEventEntry:
    return child.record(type, when, by=carrier(child, type), recorded=later(when, HOUR), **fields)


def _core_group(child: Child, when: datetime) -> None:
    _say(child, "core_group_held", when)


def _family_help(child: Child, when: datetime) -> None:
    _say(child, "family_help_plan_started", when)
    _say(child, "family_help_plan_ended", when + 21 * DAY)


def _appointment(child: Child, when: datetime) -> None:
    _say(child, "appointment_attended", when, child_seen=True)


def _visit(child: Child, when: datetime) -> None:
    _say(child, "visit_made", when, child_seen=True, child_seen_alone=True)


def _cin_plan(child: Child, when: datetime) -> None:
    _say(child, "cin_plan_started", when)


def _low_concern(child: Child, when: datetime) -> None:
    _say(child, "concern_raised", when, source="4", level="low", signals=["unsuitable_home"])


def _referral(child: Child, when: datetime) -> None:
    """A neighbour's, decided the same day for early help."""
    referral = _say(child, "referral_received", when, source="1B", primary_need="N8", priority="low")
    about = referral.body["event_id"]
    _say(child, "referral_decided", later(when, 3 * HOUR), about_event=about, outcomes=["early_help"])


def _assessment(child: Child, when: datetime) -> None:
    """Completed within the time, the child seen alone."""
    _say(child, "assessment_started", when, assessment_factors=["4B"])
    ended = at(after_working_days(when.date(), 24), 15)
    seen = {"child_seen": True, "child_seen_alone": True}
    _say(child, "assessment_completed", ended, assessment_factors=["4B"], **seen)


def _missing(child: Child, when: datetime) -> None:
    """For two hours, and talked to the next morning."""
    _say(child, "missing_started", when)
    _say(child, "missing_ended", later(when, 2 * HOUR))
    _say(child, "return_interview_held", later(when, 24 * HOUR))


def _visit_again(child: Child, when: datetime) -> None:
    """Nobody was in; seen the next working day."""
    _say(child, "visit_not_effected", when, reason="no_answer")
    _visit(child, at(after_working_days(when.date(), 1), 11))


ENDS: Final = frozenset({"episode_closed", "stepped_down"})
HAPPENINGS: Final = (
    Happening(frozenset({"core_group_held"}), _core_group),
    Happening(frozenset({"family_help_plan_started", "family_help_plan_ended"}), _family_help),
    Happening(frozenset({"appointment_attended"}), _appointment),
    Happening(frozenset({"visit_made"}), _visit, frozenset({"cp_plan_started"})),
    Happening(frozenset({"cin_plan_started"}), _cin_plan),
    Happening(frozenset({"concern_raised"}), _low_concern, ENDS),
    Happening(frozenset({"referral_received", "referral_decided"}), _referral, ENDS),
    Happening(frozenset({"assessment_started", "assessment_completed"}), _assessment),
    Happening(frozenset({"missing_started", "missing_ended", "return_interview_held"}), _missing),
    Happening(frozenset({"visit_not_effected", "visit_made"}), _visit_again, frozenset({"cp_plan_started"})),
)
