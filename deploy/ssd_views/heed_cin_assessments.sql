CREATE OR ALTER VIEW heed_cin_assessments AS
SELECT
    cina_assessment_id,
    cina_person_id,
    cina_assessment_start_date,
    cina_assessment_child_seen,
    cina_assessment_auth_date
FROM ssd_cin_assessments;
