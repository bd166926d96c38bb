CREATE OR ALTER VIEW heed_cp_visits AS
SELECT
    cppv_cp_visit_id,
    cppv_person_id,
    cppv_cp_visit_date,
    cppv_cp_visit_seen,
    cppv_cp_visit_seen_alone
FROM ssd_cp_visits;
