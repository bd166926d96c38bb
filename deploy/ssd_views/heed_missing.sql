CREATE OR ALTER VIEW heed_missing AS
SELECT
    miss_table_id,
    miss_person_id,
    miss_missing_episode_start_date,
    miss_missing_episode_type,
    miss_missing_episode_end_date
FROM ssd_missing;
