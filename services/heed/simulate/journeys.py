"""An ordinary child's way through the services: what should follow is recorded in time, and no rule has cause to speak.

The rates are plausible and rounded, after DfE, *Children in need* (statistics, England): one referral in fifteen ends
with no further action, two in ten are followed by another within the year, most lead to an assessment.
"""

from datetime import date, datetime, timedelta

from services.heed.simulate.calendar import DAY, after_working_days, at, later, next_working_day
from services.heed.simulate.child import Child
from services.heed.simulate.entries import CaseEventEntry
from services.heed.simulate.rates import BY_SOURCE, FACTORS, LEVELS, NEEDS, REASONS, SIGNALS, SOURCES


def journey(child: Child, day: date) -> None:
    """A concern on that day and what followed from it; for some, months later, another one."""
    ended = _episode(child, day, decide_nfa=0.07)
    if child.dice.happens(0.22):
        again = ended + child.dice.between(60 * DAY, 150 * DAY)
        _episode(child, again, decide_nfa=0.0 if _infant(child, again) else 0.07)


def _episode(child: Child, day: date, decide_nfa: float) -> date:
    """Returns the last day of what followed."""
    level = child.dice.pick(LEVELS)
    source = child.dice.pick(SOURCES)
    raised = at(day, child.dice.randint(7, 19), child.dice.randint(0, 59))
    _concern(child, raised, level, source)
    if level == "critical":
        return _protect(child, raised)
    if level == "low" and child.dice.happens(0.6):
        return _screened_out(child, raised)
    return _referral(child, raised, source, decide_nfa)


def _concern(child: Child, when: datetime, level: str, source: str) -> CaseEventEntry:
    """By the agency of that kind where its feed brings concerns, else by children's services as they were told."""
    chosen = child.place.carriers("concern_raised")
    kinds = {agency.id: agency.kind for agency in child.place.agencies}
    own = [agency for agency in chosen if kinds[agency] == BY_SOURCE.get(source)]
    signals = sorted({child.dice.pick(SIGNALS) for _ in range(child.dice.randint(0, 3))})
    by = own[0] if own else child.place.responsible.id
    return child.record("concern_raised", when, by=by, source=source, level=level, signals=signals)


def _screened_out(child: Child, raised: datetime) -> date:
    """A low concern goes to early help; it is never advice only, of which a few would make a pattern."""
    decided = later(raised, child.dice.between(timedelta(hours=1), timedelta(hours=20)))
    if child.place.carries(child.place.responsible.id, "contact_outcome"):
        child.record("contact_outcome", decided, outcomes=["early_help"], checks_done=["school"])
    return decided.date()


def _referral(child: Child, raised: datetime, source: str, decide_nfa: float) -> date:
    received = later(raised, child.dice.between(timedelta(minutes=10), timedelta(hours=3)))
    need = child.dice.pick(NEEDS)
    referral = child.record(
        "referral_received", received, source=source, primary_need=need, priority=child.dice.pick(LEVELS)
    )
    decided = at(next_working_day(received.date() + DAY), child.dice.randint(9, 16), child.dice.randint(0, 59))
    nfa = child.dice.happens(decide_nfa)
    outcome = "nfa" if nfa else "assessment"
    child.record(
        "referral_decided", decided, outcomes=[outcome], primary_need=need, about_event=referral.body["event_id"]
    )
    if nfa:
        return decided.date()
    _visits(child, decided.date(), child.dice.randint(0, 3))
    return assessment(child, decided, child.dice.randint(8, 33))


def assessment(child: Child, decided: datetime, working_days: int) -> date:
    """From its start on the next working day to its completion so many working days later, and what it led to."""
    started = at(after_working_days(decided.date(), 1), 10, child.dice.randint(0, 59))
    ended = at(after_working_days(started.date(), working_days), child.dice.randint(9, 17), child.dice.randint(0, 59))
    found = sorted({child.dice.pick(FACTORS) for _ in range(child.dice.randint(1, 4))})
    child.record("assessment_started", started, assessment_factors=found[:1])
    child.record("assessment_completed", ended, assessment_factors=found, child_seen=True, child_seen_alone=True)
    if child.dice.happens(0.25):
        return _plan(child, ended.date())
    closed = at(after_working_days(ended.date(), child.dice.randint(1, 8)), 15)
    child.record("episode_closed", closed, reason=child.dice.pick(REASONS), child_seen=True)
    return closed.date()


def _plan(child: Child, day: date) -> date:
    """A child in need plan: visits, and an end."""
    child.record("cin_plan_started", at(after_working_days(day, 3), 11))
    end = day + child.dice.between(60 * DAY, 150 * DAY)
    _visits(child, day, (end - day).days // 28)
    child.record("cin_plan_ended", at(next_working_day(end), 14), reason="RC7", child_seen=True)
    child.record("episode_closed", at(next_working_day(end), 15), reason="RC7", child_seen=True)
    return next_working_day(end)


def _protect(child: Child, raised: datetime) -> date:
    """A critical concern: a strategy discussion within hours, an enquiry, for half of them a conference and a plan."""
    met = later(raised, child.dice.between(timedelta(minutes=30), timedelta(minutes=220)))
    child.record("strategy_discussion_held", met, recorded=later(met, timedelta(minutes=20)))
    child.record("section_47_started", later(met, timedelta(minutes=30)))
    ended = at(after_working_days(met.date(), child.dice.randint(6, 11)), 12)
    conference = child.dice.happens(0.5)
    outcome = "substantiated_continuing_risk" if conference else "not_substantiated"
    child.record(
        "section_47_ended", ended, outcome=outcome, icpc_required=conference, child_seen=True, child_seen_alone=True
    )
    if not conference:
        return ended.date()
    return _protection_plan(child, at(after_working_days(met.date(), child.dice.randint(12, 15)), 13))


def _protection_plan(child: Child, held: datetime) -> date:
    category = child.dice.pick({"NEG": 50, "EMO": 35, "PHY": 8, "SAB": 4, "MUL": 3})
    child.record("icpc_held", held, category=category)
    child.record("cp_plan_started", later(held, timedelta(hours=1)), category=category, previous_plans=0)
    child.record("cp_review_held", at(next_working_day(held.date() + 80 * DAY), 10), category=category)
    end = next_working_day(held.date() + child.dice.between(150 * DAY, 260 * DAY))
    _visits(child, held.date(), (end - held.date()).days // 14)
    child.record("cp_plan_ended", at(end, 12))
    return end


def _visits(child: Child, day: date, count: int) -> None:
    """One about every ten working days; some don't come about and are made the next working day."""
    for number in range(count):
        due = at(after_working_days(day, 10 * number + child.dice.randint(1, 4)), child.dice.randint(9, 17))
        if child.dice.happens(0.08) and child.place.carries(child.place.responsible.id, "visit_not_effected"):
            child.record("visit_not_effected", due, reason="no_answer")
            due = at(after_working_days(due.date(), 1), 16)
        by = _carrier(child, "visit_made")
        if by:
            child.record("visit_made", due, by=by, child_seen=True, child_seen_alone=child.dice.happens(0.7))


def _carrier(child: Child, type: str) -> str | None:
    """Children's services where their feed brings the type, else another agency whose feed does."""
    own = child.place.responsible.id
    return own if child.place.carries(own, type) else next(iter(child.place.carriers(type)), None)


def _infant(child: Child, day: date) -> bool:
    return child.band(day) in {"unborn", "under_1", "1"}
