CREATE OR ALTER VIEW heed_cin_episodes AS
SELECT
    cine_referral_id,
    cine_person_id,
    cine_referral_date,
    cine_cin_primary_need_code,
    cine_referral_source_code,
    cine_referral_outcome_json,
    cine_referral_nfa,
    cine_close_reason,
    cine_close_date
FROM ssd_cin_episodes;
