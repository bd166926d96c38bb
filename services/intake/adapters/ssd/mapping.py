"""What each table's row says happened: type, when, and the type's own fields."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from schemas.codes import ABUSE_CATEGORIES, CLOSURE_REASONS, PRIMARY_NEEDS, REFERRAL_SOURCES
from services.intake.adapters.ssd.rows import Row


class Said(NamedTuple):
    """An event of a row: its type, when, its own fields, and whether it is made from another record."""

    type: str
    at: datetime
    fields: dict[str, Any]
    derived: bool = False


Reader = Callable[[Row, Mapping[str, list[str]]], Iterator[Said]]

NEEDS: Final[dict[str, str]] = {code: code for code in PRIMARY_NEEDS}
SOURCES: Final[dict[str, str]] = {code: code for code in REFERRAL_SOURCES}
REASONS: Final[dict[str, str]] = {code: code for code in CLOSURE_REASONS}
CATEGORIES: Final[dict[str, str]] = {
    **{str(code): str(code) for code in ABUSE_CATEGORIES},
    "neglect": "NEG",
    "emotional abuse": "EMO",
    "physical abuse": "PHY",
    "sexual abuse": "SAB",
    "multiple": "MUL",
    "multiple categories": "MUL",
}
CONTACT_OUTCOMES: Final = {
    "NFA_FLAG": "nfa",
    "ADVICE_FLAG": "information_and_advice",
    "CP_ENQUIRY_FLAG": "strategy_or_s47",
    "OLA_CP_FLAG": "transfer_in",
}
"""Ours of the dataset's flags, as `schemas` words them; every other flag that is set is `other`."""
REFERRAL_OUTCOMES: Final = {
    "NFA_FLAG": "nfa",
    "SINGLE_ASSESSMENT_FLAG": "assessment",
    "STRATEGY_DISCUSSION_FLAG": "strategy_or_s47",
    "CP_CONFERENCE_FLAG": "cp_conference",
    "CP_TRANSFER_IN_FLAG": "transfer_in",
}
MISSING: Final = {"M": "missing", "missing": "missing", "A": "away", "away": "away", "absent": "away"}


def contacts(row: Row, _: Mapping[str, list[str]]) -> Iterator[Said]:
    """A contact and what came of it; one without an outcome yet says nothing."""
    source = row.code("cont_contact_source_code", SOURCES, "1A to 10")
    outcomes = _outcomes(row.flags("cont_contact_outcome_json"), CONTACT_OUTCOMES)
    at = row.moment("cont_contact_date")
    if at and outcomes:
        yield Said("contact_outcome", at, {"outcomes": outcomes, "source": source})


def episodes(row: Row, _: Mapping[str, list[str]]) -> Iterator[Said]:
    """A referral, what was decided (the dataset gives no date of it: the referral's, derived), and the closure."""
    need = row.code("cine_cin_primary_need_code", NEEDS, "N0 to N9")
    source = row.code("cine_referral_source_code", SOURCES, "1A to 10")
    at, closed = row.moment("cine_referral_date"), row.moment("cine_close_date")
    reason = row.code("cine_close_reason", REASONS, "RC1 to RC9")
    if at:
        yield Said("referral_received", at, {"source": source or "10", "primary_need": need})
        flags = row.flags("cine_referral_outcome_json")
        outcomes = _outcomes(flags | ({"NFA_FLAG"} if row.flag("cine_referral_nfa") else set()), REFERRAL_OUTCOMES)
        if outcomes:
            yield Said("referral_decided", at, {"outcomes": outcomes, "primary_need": need}, derived=True)
    if closed and reason:
        yield Said("episode_closed", closed, {"reason": reason})


def assessments(row: Row, known: Mapping[str, list[str]]) -> Iterator[Said]:
    """Start and authorisation; the factors are those at its end."""
    found = known.get(row.text("cina_assessment_id") or "", [])
    started, ended = row.moment("cina_assessment_start_date"), row.moment("cina_assessment_auth_date")
    seen = row.flag("cina_assessment_child_seen")
    if started:
        yield Said("assessment_started", started, {"assessment_factors": [] if ended else found})
    if ended:
        yield Said("assessment_completed", ended, {"assessment_factors": found, "child_seen": seen})


def enquiries(row: Row, _: Mapping[str, list[str]]) -> Iterator[Said]:
    """The start is the date of the strategy discussion that began it."""
    started, ended = row.moment("s47e_s47_start_date"), row.moment("s47e_s47_end_date")
    flags = row.flags("s47e_s47_outcome_json")
    if started:
        yield Said("strategy_discussion_held", started, {}, derived=True)
        yield Said("section_47_started", started, {})
    if ended:
        required = ("CP_CONFERENCE_FLAG" in flags) if row.text("s47e_s47_outcome_json") else None
        yield Said("section_47_ended", ended, {"icpc_required": required})


def conferences(row: Row, _: Mapping[str, list[str]]) -> Iterator[Said]:
    """Held on its date; one without a date hasn't been."""
    at = row.moment("icpc_icpc_date")
    if at:
        yield Said("icpc_held", at, {"transfer_in": bool(row.flag("icpc_icpc_transfer_in"))})


def protection_plans(row: Row, _: Mapping[str, list[str]]) -> Iterator[Said]:
    """Begins with its first category, ends with its latest."""
    started, ended = row.moment("cppl_cp_plan_start_date"), row.moment("cppl_cp_plan_end_date")
    first = row.code("cppl_cp_plan_initial_category", CATEGORIES, "NEG, EMO, PHY, SAB, MUL")
    latest = row.code("cppl_cp_plan_latest_category", CATEGORIES, "NEG, EMO, PHY, SAB, MUL")
    if started:
        yield Said("cp_plan_started", started, {"category": first})
    if ended:
        yield Said("cp_plan_ended", ended, {"category": latest})


def plans(row: Row, _: Mapping[str, list[str]]) -> Iterator[Said]:
    """A plan of need."""
    for column, type in (
        ("cinp_cin_plan_start_date", "cin_plan_started"),
        ("cinp_cin_plan_end_date", "cin_plan_ended"),
    ):
        at = row.moment(column)
        if at:
            yield Said(type, at, {})


def reviews(row: Row, _: Mapping[str, list[str]]) -> Iterator[Said]:
    """A review that was held."""
    at = row.moment("cppr_cp_review_date")
    if at:
        yield Said("cp_review_held", at, {})


def visits(prefix: str) -> Reader:
    """A visit, and whether the child was seen, and alone."""

    def read(row: Row, _: Mapping[str, list[str]]) -> Iterator[Said]:
        at = row.moment(f"{prefix}_visit_date")
        seen, alone = row.flag(f"{prefix}_visit_seen"), row.flag(f"{prefix}_visit_seen_alone")
        if at:
            yield Said("visit_made", at, {"child_seen": True if alone else seen, "child_seen_alone": alone})

    return read


def missing(row: Row, _: Mapping[str, list[str]]) -> Iterator[Said]:
    """Missing, not away: of a child who is away its whereabouts are known."""
    kind = row.code("miss_missing_episode_type", MISSING, "M (missing), A (away)")
    started, ended = row.moment("miss_missing_episode_start_date"), row.moment("miss_missing_episode_end_date")
    if kind == "away":
        return
    if started:
        yield Said("missing_started", started, {})
    if ended:
        yield Said("missing_ended", ended, {})


READERS: Final[dict[str, Reader]] = {
    "ssd_contacts": contacts,
    "ssd_cin_episodes": episodes,
    "ssd_cin_assessments": assessments,
    "ssd_s47_enquiry": enquiries,
    "ssd_initial_cp_conference": conferences,
    "ssd_cp_plans": protection_plans,
    "ssd_cp_reviews": reviews,
    "ssd_cp_visits": visits("cppv_cp"),
    "ssd_cin_plans": plans,
    "ssd_cin_visits": visits("cinv_cin"),
    "ssd_missing": missing,
}


def _outcomes(flags: frozenset[str], known: Mapping[str, str]) -> list[str]:
    named = {known.get(flag, "other") for flag in flags if flag.endswith("_FLAG")}
    return sorted(named)
