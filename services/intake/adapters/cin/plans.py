"""Plans in a census: of children in need, and of child protection with its reviews.

A child protection plan may be older than the referral of its episode: only its own dates are held against each other.
"""

from datetime import date

from schemas.codes import ABUSE_CATEGORIES
from services.intake.adapters.cin.scope import Scope

CATEGORIES = frozenset(ABUSE_CATEGORIES)
WORDS = "NEG, EMO, PHY, SAB, MUL"
MOST_PLANS = 99


def plan_of_need(scope: Scope) -> None:
    """A `CINPlanDates` element."""
    started = scope.day("CINPlanStartDate")
    ended = after(scope, "CINPlanEndDate", started, "the plan's start")
    if started:
        scope.make("CINPlanStartDate", "cin_plan_started", started)
    if ended:
        scope.make("CINPlanEndDate", "cin_plan_ended", ended)


def protection_plan(scope: Scope) -> None:
    """A `ChildProtectionPlans` element: the plan begins with its first category and ends with its latest."""
    first = scope.code("InitialCategoryOfAbuse", CATEGORIES, WORDS)
    latest = scope.code("LatestCategoryOfAbuse", CATEGORIES, WORDS)
    before = scope.number("NumberOfPreviousCPP", MOST_PLANS)
    started = scope.day("CPPstartDate")
    ended = after(scope, "CPPendDate", started, "the plan's start")
    if started:
        scope.make("CPPstartDate", "cp_plan_started", started, category=first, previous_plans=before)
        for tag in ("InitialCategoryOfAbuse", "NumberOfPreviousCPP"):
            scope.use(tag, "with the plan's start")
    else:
        scope.missing("CPPstartDate", "missing or refused; allowed: a date such as 2022-03-31")
        for tag in ("InitialCategoryOfAbuse", "NumberOfPreviousCPP"):
            scope.refuse(tag, "its CPPstartDate is missing or refused", "its CPPstartDate is missing or refused")
    _reviews(scope, started)
    if ended:
        scope.make("CPPendDate", "cp_plan_ended", ended, category=latest)
    scope.use("LatestCategoryOfAbuse", "with the plan's end; of one that goes on, it isn't said since when")


def _reviews(scope: Scope, started: date | None) -> None:
    """Each date is a review."""
    for group in scope.inner("Reviews"):
        for review in group.each("CPPreviewDate"):
            day = after(review, "CPPreviewDate", started, "the plan's start")
            if day:
                review.make("CPPreviewDate", "cp_review_held", day)


def after(scope: Scope, tag: str, earliest: date | None, words: str) -> date | None:
    """The date there, refused where it is before what must have come first."""
    day = scope.day(tag)
    if day and earliest and day < earliest:
        scope.refuse(tag, f"found '{day}'; before {words} ({earliest})", f"before {words}")
        return None
    return day
