"""Codes of case events that the census has no list for.

Sources: the flags of DfE's *Standard Safeguarding Dataset* behind `OUTCOMES` (the mapping is local); *Working Together
to Safeguard Children* for the outcomes of section 47 enquiries; the signals and bands are this project's.
"""

from typing import Final, Literal

Precision = Literal["minute", "day"]

PRECISIONS: Final[dict[Precision, str]] = {
    "minute": "the time is meant to the minute",
    "day": "only the date in England is meant",
}

AgeBand = Literal["unborn", "under_1", "1", "2_4", "5_10", "11_15", "16_17", "18_plus"]

AGE_BANDS: Final[dict[AgeBand, str]] = {
    "unborn": "not yet born",
    "under_1": "under 1",
    "1": "1",
    "2_4": "2 to 4",
    "5_10": "5 to 10",
    "11_15": "11 to 15",
    "16_17": "16 or 17",
    "18_plus": "18 or over",
}

ConcernLevel = Literal["low", "moderate", "high", "critical"]

CONCERN_LEVELS: Final[dict[ConcernLevel, str]] = {
    "low": "low",
    "moderate": "moderate",
    "high": "high",
    "critical": "critical",
}
"""In ascending order. It is also the scale of priorities: a local red, amber, green and blue are mapped to it."""

Signal = Literal[
    "bruising", "burn_or_scald", "fracture", "head_injury", "unexplained_injury", "change_of_behaviour", "disclosure",
    "retraction", "fearful_of_carer", "sexualised_behaviour", "hunger", "poor_hygiene", "unsuitable_home",
    "substance_use_by_carer", "carer_mental_health", "domestic_abuse", "missing", "exploitation", "self_harm",
    "off_rolled", "home_visit_refused", "known_risk_adult",
]  # fmt: skip

SIGNALS: Final[dict[Signal, str]] = {
    "bruising": "bruising",
    "burn_or_scald": "burn or scald",
    "fracture": "fracture",
    "head_injury": "head injury",
    "unexplained_injury": "unexplained injury",
    "change_of_behaviour": "change of behaviour",
    "disclosure": "disclosure",
    "retraction": "retraction",
    "fearful_of_carer": "fearful of a carer",
    "sexualised_behaviour": "sexualised behaviour",
    "hunger": "hunger",
    "poor_hygiene": "poor hygiene",
    "unsuitable_home": "unsuitable home",
    "substance_use_by_carer": "substance use by a carer",
    "carer_mental_health": "mental health of a carer",
    "domestic_abuse": "domestic abuse",
    "missing": "missing",
    "exploitation": "exploitation",
    "self_harm": "self-harm",
    "off_rolled": "taken off a school's roll",
    "home_visit_refused": "home visit refused",
    "known_risk_adult": "adult known to pose a risk",
}

Outcome = Literal[
    "nfa", "information_and_advice", "early_help", "family_help", "assessment", "strategy_or_s47", "cp_conference",
    "transfer_in", "other",
]  # fmt: skip

OUTCOMES: Final[dict[Outcome, str]] = {
    "nfa": "no further action",
    "information_and_advice": "information and advice",
    "early_help": "early help",
    "family_help": "family help",
    "assessment": "assessment",
    "strategy_or_s47": "strategy discussion or section 47 enquiry",
    "cp_conference": "child protection conference",
    "transfer_in": "transfer in",
    "other": "other",
}

Check = Literal["police", "school", "health"]

CHECKS: Final[dict[Check, str]] = {"police": "police", "school": "school", "health": "health"}

Section47Outcome = Literal["not_substantiated", "substantiated_no_continuing_risk", "substantiated_continuing_risk"]

SECTION_47_OUTCOMES: Final[dict[Section47Outcome, str]] = {
    "not_substantiated": "concerns not substantiated",
    "substantiated_no_continuing_risk": "concerns substantiated, no continuing risk of significant harm",
    "substantiated_continuing_risk": "concerns substantiated, continuing risk of significant harm",
}

VisitReason = Literal["no_answer", "refused", "child_absent", "family_moved", "visitor_unavailable", "unsafe", "other"]

VISIT_REASONS: Final[dict[VisitReason, str]] = {
    "no_answer": "no answer",
    "refused": "refused",
    "child_absent": "the child was not there",
    "family_moved": "the family has moved",
    "visitor_unavailable": "the visit was not kept by the service",
    "unsafe": "unsafe to go in",
    "other": "other",
}

StepDown = Literal["cp_plan", "cin_plan", "family_help", "early_help", "universal_services"]

STEP_DOWNS: Final[dict[StepDown, str]] = {
    "cp_plan": "child protection plan",
    "cin_plan": "child in need plan",
    "family_help": "family help",
    "early_help": "early help",
    "universal_services": "universal services",
}

HarmLevel = Literal["none", "low", "moderate", "severe", "fatal", "not_known"]

HARM_LEVELS: Final[dict[HarmLevel, str]] = {
    "none": "none",
    "low": "low",
    "moderate": "moderate",
    "severe": "severe",
    "fatal": "fatal",
    "not_known": "not known",
}
"""Actual harm in the protection half of a report: the worse of the physical and the psychological."""

YesNoUnknown = Literal["yes", "no", "unknown"]

YES_NO_UNKNOWN: Final[dict[YesNoUnknown, str]] = {"yes": "yes", "no": "no", "unknown": "unknown"}
