"""The columns that are read of each table, and no others: a name, a postcode or a worker's id is never even opened."""

from typing import Final

TABLES: Final[dict[str, tuple[str, ...]]] = {
    "ssd_person": ("pers_person_id", "pers_dob", "pers_expected_dob"),
    "ssd_assessment_factors": ("cinf_assessment_id", "cinf_assessment_factors_json"),
    "ssd_contacts": (
        "cont_contact_id",
        "cont_person_id",
        "cont_contact_date",
        "cont_contact_source_code",
        "cont_contact_outcome_json",
    ),
    "ssd_cin_episodes": (
        "cine_referral_id",
        "cine_person_id",
        "cine_referral_date",
        "cine_cin_primary_need_code",
        "cine_referral_source_code",
        "cine_referral_outcome_json",
        "cine_referral_nfa",
        "cine_close_reason",
        "cine_close_date",
    ),
    "ssd_cin_assessments": (
        "cina_assessment_id",
        "cina_person_id",
        "cina_assessment_start_date",
        "cina_assessment_child_seen",
        "cina_assessment_auth_date",
    ),
    "ssd_s47_enquiry": (
        "s47e_s47_enquiry_id",
        "s47e_person_id",
        "s47e_s47_start_date",
        "s47e_s47_end_date",
        "s47e_s47_outcome_json",
    ),
    "ssd_initial_cp_conference": ("icpc_icpc_id", "icpc_person_id", "icpc_icpc_transfer_in", "icpc_icpc_date"),
    "ssd_cp_plans": (
        "cppl_cp_plan_id",
        "cppl_person_id",
        "cppl_cp_plan_start_date",
        "cppl_cp_plan_end_date",
        "cppl_cp_plan_initial_category",
        "cppl_cp_plan_latest_category",
    ),
    "ssd_cp_reviews": ("cppr_cp_review_id", "cppr_person_id", "cppr_cp_review_date"),
    "ssd_cp_visits": (
        "cppv_cp_visit_id",
        "cppv_person_id",
        "cppv_cp_visit_date",
        "cppv_cp_visit_seen",
        "cppv_cp_visit_seen_alone",
    ),
    "ssd_cin_plans": ("cinp_cin_plan_id", "cinp_person_id", "cinp_cin_plan_start_date", "cinp_cin_plan_end_date"),
    "ssd_cin_visits": (
        "cinv_cin_visit_id",
        "cinv_person_id",
        "cinv_cin_visit_date",
        "cinv_cin_visit_seen",
        "cinv_cin_visit_seen_alone",
    ),
    "ssd_missing": (
        "miss_table_id",
        "miss_person_id",
        "miss_missing_episode_start_date",
        "miss_missing_episode_type",
        "miss_missing_episode_end_date",
    ),
}
"""In the order in which they are read: first what the others are read with."""

TYPES: Final[dict[str, tuple[str, ...]]] = {
    "ssd_contacts": ("contact_outcome",),
    "ssd_cin_episodes": ("referral_received", "referral_decided", "episode_closed"),
    "ssd_cin_assessments": ("assessment_started", "assessment_completed"),
    "ssd_s47_enquiry": ("strategy_discussion_held", "section_47_started", "section_47_ended"),
    "ssd_initial_cp_conference": ("icpc_held",),
    "ssd_cp_plans": ("cp_plan_started", "cp_plan_ended"),
    "ssd_cp_reviews": ("cp_review_held",),
    "ssd_cp_visits": ("visit_made",),
    "ssd_cin_plans": ("cin_plan_started", "cin_plan_ended"),
    "ssd_cin_visits": ("visit_made",),
    "ssd_missing": ("missing_started", "missing_ended"),
}
"""The types of the events that a table gives."""

NOT_WHOLE: Final = frozenset({"strategy_discussion_held"})
"""Only those that led to a section 47 are in it: nothing may count as missing because it isn't here."""


def view(table: str) -> str:
    """The SQL of a view (T-SQL) that shows these columns of a table and nothing else."""
    names = ",\n    ".join(TABLES[table])
    return f"CREATE OR ALTER VIEW heed_{table.removeprefix('ssd_')} AS\nSELECT\n    {names}\nFROM {table};\n"
