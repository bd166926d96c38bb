"""A `CINdetails` element: one referral and what followed it, each with the date that the census gives it."""

from datetime import date

from schemas.codes import CLOSURE_REASONS, PRIMARY_NEEDS, REFERRAL_SOURCES
from services.intake.adapters.cin.factors import factors_of
from services.intake.adapters.cin.plans import plan_of_need, protection_plan
from services.intake.adapters.cin.scope import Scope

NEEDS = frozenset(PRIMARY_NEEDS)
SOURCES = frozenset(REFERRAL_SOURCES)
REASONS = frozenset(CLOSURE_REASONS)
NOT_NFA = "false: what else was decided, and when, isn't in a census"


def read_episode(scope: Scope) -> None:
    """Notes the fate of every value of the element that this adapter knows."""
    scope.desk.closed = scope.day("CINclosureDate")
    referred = _referral(scope)
    for assessment in scope.inner("Assessments"):
        _assessment(assessment, referred)
    held: set[date] = set()
    for enquiry in scope.inner("Section47"):
        _section_47(enquiry, referred, held)
    _conference(scope, referred, held)
    for dates in scope.inner("CINPlanDates"):
        plan_of_need(dates)
    for plan in scope.inner("ChildProtectionPlans"):
        protection_plan(plan)
    _closure(scope, referred)


def _referral(scope: Scope) -> date | None:
    """The referral, and the decision where it was no further action.

    The census doesn't say when it was decided: the decision takes the referral's date and is marked `derived`.
    """
    need = scope.code("PrimaryNeedCode", NEEDS, "N0 to N9")
    source = scope.code("ReferralSource", SOURCES, "1A to 1D, 2A, 2B, 3A to 3F, 4, 5A to 5D, 6 to 10")
    nfa = scope.flag("ReferralNFA")
    day = scope.day("CINreferralDate")
    if day is None:
        _without_referral(scope)
        return None
    if source is None:
        scope.missing("ReferralSource", "missing or refused; the referral goes with the census's 10, unknown")
    event = scope.make("CINreferralDate", "referral_received", day, primary_need=need, source=source or "10")
    for tag in ("PrimaryNeedCode", "ReferralSource"):
        scope.use(tag, "with the referral")
    if nfa:
        about = {"about_event": event, "outcomes": ["nfa"], "primary_need": need}
        scope.make("ReferralNFA", "referral_decided", day, derived=True, **about)
    scope.use("ReferralNFA", NOT_NFA)
    return day


def _without_referral(scope: Scope) -> None:
    if scope.leaf("CINreferralDate") is None:
        scope.missing("CINreferralDate", "missing; allowed: a date such as 2022-03-31")
    for tag in ("PrimaryNeedCode", "ReferralSource", "ReferralNFA"):
        scope.refuse(tag, "its CINreferralDate is missing or refused", "its CINreferralDate is missing or refused")


def _assessment(scope: Scope, referred: date | None) -> None:
    """Start and authorisation. Factors are identified at its end; of one that goes on they come with its start."""
    started = _since(scope, "AssessmentActualStartDate", referred, "CINreferralDate")
    ended = _since(scope, "AssessmentAuthorisationDate", started or referred, "the assessment's start or its referral")
    factors = factors_of(scope, known=bool(started or ended))
    if started:
        scope.make(
            "AssessmentActualStartDate", "assessment_started", started, assessment_factors=None if ended else factors
        )
    if ended:
        scope.make("AssessmentAuthorisationDate", "assessment_completed", ended, assessment_factors=factors)


def _section_47(scope: Scope, referred: date | None, held: set[date]) -> None:
    """The enquiry; its start is also the date of the strategy discussion that began it (CIN census and SSD alike)."""
    started = _since(scope, "S47ActualStartDate", referred, "CINreferralDate")
    if started:
        scope.make("S47ActualStartDate", "strategy_discussion_held", started, derived=True)
        scope.make("S47ActualStartDate", "section_47_started", started)
    _conference(scope, referred, held)


def _conference(scope: Scope, referred: date | None, held: set[date]) -> None:
    """An initial conference; one that both the section 47 and the episode name is one."""
    day = _since(scope, "DateOfInitialCPC", referred, "CINreferralDate")
    if day is None:
        return
    if day in held:
        scope.use("DateOfInitialCPC", "the same conference as its section 47 names")
        return
    held.add(day)
    scope.make("DateOfInitialCPC", "icpc_held", day)


def _closure(scope: Scope, referred: date | None) -> None:
    reason = scope.code("ReasonForClosure", REASONS, "RC1 to RC9")
    day = _since(scope, "CINclosureDate", referred, "CINreferralDate")
    if day and reason:
        scope.make("CINclosureDate", "episode_closed", day, reason=reason)
        scope.use("ReasonForClosure", "with the closure")
        return
    scope.refuse(
        "CINclosureDate", "its ReasonForClosure is missing or refused", "its ReasonForClosure is missing or refused"
    )
    scope.refuse(
        "ReasonForClosure", "its CINclosureDate is missing or refused", "its CINclosureDate is missing or refused"
    )


def _since(scope: Scope, tag: str, earliest: date | None, words: str) -> date | None:
    """The date there, refused where it is before what must have come first."""
    day = scope.day(tag)
    if day and earliest and day < earliest:
        scope.refuse(tag, f"found '{day}'; before {words} ({earliest})", f"before {words}")
        return None
    return day
