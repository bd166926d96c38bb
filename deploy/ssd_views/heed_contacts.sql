CREATE OR ALTER VIEW heed_contacts AS
SELECT
    cont_contact_id,
    cont_person_id,
    cont_contact_date,
    cont_contact_source_code,
    cont_contact_outcome_json
FROM ssd_contacts;
