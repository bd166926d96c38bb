"""Made-up extracts of the Standard Safeguarding Dataset: tables as CSV, with columns that must never be read."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from services.intake.adapters.ssd import TABLES

NEVER = {"pers_forename": "Wilhelmina", "pers_surname": "Featherstonehaugh", "pers_upn": "A123456789012"}
"""Planted in each table: none of it may be found anywhere."""
Rows = Mapping[str, Sequence[Mapping[str, str]]]
CHILD, OTHER = "C-100", "C-200"

ROWS: dict[str, list[dict[str, str]]] = {
    "ssd_person": [
        {"pers_person_id": CHILD, "pers_dob": "2018-05-04"},
        {"pers_person_id": OTHER, "pers_expected_dob": "2026-07-01 00:00:00"},
    ],
    "ssd_assessment_factors": [{"cinf_assessment_id": "A-1", "cinf_assessment_factors_json": '["3A", "16A"]'}],
    "ssd_contacts": [
        {
            "cont_contact_id": "K-1",
            "cont_person_id": CHILD,
            "cont_contact_date": "2026-02-27 15:20:00",
            "cont_contact_source_code": "2A",
            "cont_contact_outcome_json": '{"NFA_FLAG": "N", "NEW_REFERRAL_FLAG": "Y"}',
        }
    ],
    "ssd_cin_episodes": [
        {
            "cine_referral_id": "R-1",
            "cine_person_id": CHILD,
            "cine_referral_date": "2026-03-02",
            "cine_cin_primary_need_code": "N1",
            "cine_referral_source_code": "2A",
            "cine_referral_outcome_json": '{"SINGLE_ASSESSMENT_FLAG": "Y", "NFA_FLAG": "N"}',
            "cine_referral_nfa": "N",
        }
    ],
    "ssd_cin_assessments": [
        {
            "cina_assessment_id": "A-1",
            "cina_person_id": CHILD,
            "cina_assessment_start_date": "2026-03-03",
            "cina_assessment_child_seen": "Y",
            "cina_assessment_auth_date": "2026-03-20",
        }
    ],
    "ssd_s47_enquiry": [
        {
            "s47e_s47_enquiry_id": "S-1",
            "s47e_person_id": CHILD,
            "s47e_s47_start_date": "2026-03-04",
            "s47e_s47_end_date": "2026-03-12",
            "s47e_s47_outcome_json": '{"CP_CONFERENCE_FLAG": "Y"}',
        }
    ],
    "ssd_initial_cp_conference": [
        {"icpc_icpc_id": "I-1", "icpc_person_id": CHILD, "icpc_icpc_transfer_in": "N", "icpc_icpc_date": "2026-03-24"}
    ],
    "ssd_cp_plans": [
        {
            "cppl_cp_plan_id": "P-1",
            "cppl_person_id": CHILD,
            "cppl_cp_plan_start_date": "2026-03-24",
            "cppl_cp_plan_initial_category": "Neglect",
        }
    ],
    "ssd_cp_visits": [
        {
            "cppv_cp_visit_id": "V-1",
            "cppv_person_id": CHILD,
            "cppv_cp_visit_date": "2026-03-26",
            "cppv_cp_visit_seen": "Y",
            "cppv_cp_visit_seen_alone": "N",
        }
    ],
    "ssd_missing": [
        {
            "miss_table_id": "M-1",
            "miss_person_id": CHILD,
            "miss_missing_episode_type": "M",
            "miss_missing_episode_start_date": "2026-03-27 22:00",
            "miss_missing_episode_end_date": "2026-03-28 07:30",
        }
    ],
}


def extract(folder: Path, rows: Rows = ROWS) -> Path:
    """Writes the tables that have rows, each with columns that aren't asked for."""
    folder.mkdir(parents=True, exist_ok=True)
    for table, own in rows.items():
        with (folder / f"{table}.csv").open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.DictWriter(file, [*NEVER, *TABLES[table]])
            writer.writeheader()
            writer.writerows({**NEVER, **row} for row in own)
    return folder


def without(table: str, number: int = 0, rows: Rows = ROWS) -> Rows:
    """The same without a row."""
    return {name: [one for n, one in enumerate(own) if (name, n) != (table, number)] for name, own in rows.items()}


def with_cell(table: str, column: str, text: str, rows: Rows = ROWS) -> Rows:
    """The same with another text in the first row's cell."""
    changed = [{**one, column: text} if n == 0 else one for n, one in enumerate(rows[table])]
    return {**rows, table: changed}
