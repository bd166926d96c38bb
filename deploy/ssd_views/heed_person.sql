CREATE OR ALTER VIEW heed_person AS
SELECT
    pers_person_id,
    pers_dob,
    pers_expected_dob
FROM ssd_person;
