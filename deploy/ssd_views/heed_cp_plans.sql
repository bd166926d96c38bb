CREATE OR ALTER VIEW heed_cp_plans AS
SELECT
    cppl_cp_plan_id,
    cppl_person_id,
    cppl_cp_plan_start_date,
    cppl_cp_plan_end_date,
    cppl_cp_plan_initial_category,
    cppl_cp_plan_latest_category
FROM ssd_cp_plans;
