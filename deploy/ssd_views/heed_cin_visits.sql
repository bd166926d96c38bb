CREATE OR ALTER VIEW heed_cin_visits AS
SELECT
    cinv_cin_visit_id,
    cinv_person_id,
    cinv_cin_visit_date,
    cinv_cin_visit_seen,
    cinv_cin_visit_seen_alone
FROM ssd_cin_visits;
