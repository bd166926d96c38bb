CREATE OR ALTER VIEW heed_cin_plans AS
SELECT
    cinp_cin_plan_id,
    cinp_person_id,
    cinp_cin_plan_start_date,
    cinp_cin_plan_end_date
FROM ssd_cin_plans;
