CREATE OR ALTER VIEW heed_assessment_factors AS
SELECT
    cinf_assessment_id,
    cinf_assessment_factors_json
FROM ssd_assessment_factors;
