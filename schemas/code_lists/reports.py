"""Codes of an incident report.

Sources: SCIE Report 6 (2005), *Managing risk and minimising mistakes in services to children and families*, for what is
counted as an incident and for the three causes that dominate referral and assessment; SCIE *Learning Together* for
the typology of contributory factors; the patient-safety levels of harm (NHS *Learn from patient safety events*).
"""

from typing import Final, Literal

Unanswered = Literal["not_known", "prefer_not_to_say"]

ANSWER_WITHHELD: Final[dict[Unanswered, str]] = {
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}
"""What every question of a report also takes."""

ReportPrecision = Literal["day", "week", "month", "not_known", "prefer_not_to_say"]

REPORT_PRECISIONS: Final[dict[ReportPrecision, str]] = {
    "day": "on that day",
    "week": "in the week that begins on that Monday",
    "month": "in that month",
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}

IncidentClass = Literal[
    "unsafe_condition", "near_miss_prevented", "near_miss_no_harm", "harm", "good_catch", "good_practice",
    "not_known", "prefer_not_to_say",
]  # fmt: skip

INCIDENT_CLASSES: Final[dict[IncidentClass, str]] = {
    "unsafe_condition": "unsafe condition",
    "near_miss_prevented": "near miss: could have gone wrong and was stopped",
    "near_miss_no_harm": "near miss: went wrong and no harm came",
    "harm": "harm",
    "good_catch": "good catch",
    "good_practice": "good practice",
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}

PreventedBy = Literal[
    "child_or_family_spoke_up", "practitioner_query", "supervision", "other_agency_challenge", "system_check", "chance",
    "other", "not_known", "prefer_not_to_say",
]  # fmt: skip

PREVENTED_BY: Final[dict[PreventedBy, str]] = {
    "child_or_family_spoke_up": "the child or family spoke up",
    "practitioner_query": "a practitioner asked",
    "supervision": "supervision",
    "other_agency_challenge": "another agency challenged",
    "system_check": "a check in the system",
    "chance": "chance",
    "other": "something else",
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}

Harm = Literal["none", "low", "moderate", "severe", "fatal", "not_known", "prefer_not_to_say"]

HARMS: Final[dict[Harm, str]] = {
    "none": "none",
    "low": "low",
    "moderate": "moderate",
    "severe": "severe",
    "fatal": "fatal",
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}

HarmPotential = Literal["none", "possible", "likely", "not_known", "prefer_not_to_say"]

HARM_POTENTIALS: Final[dict[HarmPotential, str]] = {
    "none": "none",
    "possible": "possible",
    "likely": "likely",
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}

Overlooked = Literal["yes", "no", "unsure", "not_known", "prefer_not_to_say"]

OVERLOOKED: Final[dict[Overlooked, str]] = {
    "yes": "yes",
    "no": "no",
    "unsure": "unsure",
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}

JourneyStage = Literal[
    "early_help", "family_help", "contact", "mash_screening", "referral", "assessment", "strategy_discussion",
    "section_47", "icpc", "cp_plan", "core_group", "cp_review", "cin_plan", "pre_proceedings", "court", "looked_after",
    "placement_move", "reunification", "missing", "care_leaver", "transfer", "step_down", "closure", "unborn",
    "private_fostering", "extra_familial", "not_known", "prefer_not_to_say",
]  # fmt: skip

JOURNEY_STAGES: Final[dict[JourneyStage, str]] = {
    "early_help": "early help",
    "family_help": "family help",
    "contact": "contact",
    "mash_screening": "screening in the multi-agency safeguarding hub",
    "referral": "referral",
    "assessment": "assessment",
    "strategy_discussion": "strategy discussion",
    "section_47": "section 47 enquiry",
    "icpc": "initial child protection conference",
    "cp_plan": "child protection plan",
    "core_group": "core group",
    "cp_review": "child protection review",
    "cin_plan": "child in need plan",
    "pre_proceedings": "pre-proceedings",
    "court": "court",
    "looked_after": "looked after",
    "placement_move": "placement move",
    "reunification": "reunification",
    "missing": "missing",
    "care_leaver": "care leaver",
    "transfer": "transfer",
    "step_down": "step down",
    "closure": "closure",
    "unborn": "before birth",
    "private_fostering": "private fostering",
    "extra_familial": "harm outside the family",
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}

ContributoryFactor = Literal[
    "case_prioritisation", "partial_picture", "decision_elsewhere", "workload", "handover", "supervision", "staffing",
    "recording_or_it", "policy_or_threshold", "communication", "training", "physical_setting", "external_policy",
    "family_professional_interaction", "judgement_bias", "management_system", "multi_agency_crisis_response",
    "multi_agency_longer_term", "not_known", "prefer_not_to_say",
]  # fmt: skip

CONTRIBUTORY_FACTORS: Final[dict[ContributoryFactor, str]] = {
    "case_prioritisation": "how cases were prioritised",
    "partial_picture": "not having an accurate or full picture",
    "decision_elsewhere": "decisions made by other teams or agencies",
    "workload": "workload",
    "handover": "handover",
    "supervision": "supervision",
    "staffing": "staffing",
    "recording_or_it": "recording or information systems",
    "policy_or_threshold": "policy or threshold",
    "communication": "communication",
    "training": "training",
    "physical_setting": "physical setting",
    "external_policy": "external policy",
    "family_professional_interaction": "interaction of family and professionals",
    "judgement_bias": "bias in judgement",
    "management_system": "management system",
    "multi_agency_crisis_response": "multi-agency work in response to crises",
    "multi_agency_longer_term": "multi-agency work over the longer term",
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}

FailureLayer = Literal[
    "active", "latent_local", "latent_organisational", "latent_interagency", "latent_external", "not_yet_known",
    "not_known", "prefer_not_to_say",
]  # fmt: skip

FAILURE_LAYERS: Final[dict[FailureLayer, str]] = {
    "active": "what happened at the point of work (never who)",
    "latent_local": "latent: in the team's conditions",
    "latent_organisational": "latent: in the organisation",
    "latent_interagency": "latent: between agencies",
    "latent_external": "latent: outside the partnership",
    "not_yet_known": "not yet known",
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}

ReporterRole = Literal[
    "practitioner", "manager", "conference_chair", "other_agency_professional", "carer", "child", "parent",
    "wider_family", "advocate", "system", "not_known", "prefer_not_to_say",
]  # fmt: skip

REPORTER_ROLES: Final[dict[ReporterRole, str]] = {
    "practitioner": "practitioner",
    "manager": "manager",
    "conference_chair": "conference chair",
    "other_agency_professional": "professional of another agency",
    "carer": "carer",
    "child": "child",
    "parent": "parent",
    "wider_family": "wider family",
    "advocate": "advocate",
    "system": "a system's own check",
    "not_known": "not known",
    "prefer_not_to_say": "prefer not to say",
}

ReportAbuseCategory = Literal["NEG", "EMO", "PHY", "SAB", "MUL", "not_known", "prefer_not_to_say"]
"""The census categories of abuse, or no answer."""

ReportAssessmentFactor = Literal[
    "1A", "1B", "1C", "2A", "2B", "2C", "3A", "3B", "3C", "4A", "4B", "4C", "5A", "5B", "5C", "6A", "6B", "6C", "7A",
    "8B", "8C", "8D", "8E", "8F", "9A", "10A", "11A", "12A", "13A", "14A", "15A", "16A", "17A", "18B", "18C", "19B",
    "19C", "20", "21", "22A", "23A", "24A", "8A_legacy", "18A_legacy", "19A_legacy", "not_known", "prefer_not_to_say",
]  # fmt: skip
"""The census factors, or no answer."""
