CREATE OR ALTER VIEW heed_cp_reviews AS
SELECT
    cppr_cp_review_id,
    cppr_person_id,
    cppr_cp_review_date
FROM ssd_cp_reviews;
