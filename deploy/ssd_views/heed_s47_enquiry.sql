CREATE OR ALTER VIEW heed_s47_enquiry AS
SELECT
    s47e_s47_enquiry_id,
    s47e_person_id,
    s47e_s47_start_date,
    s47e_s47_end_date,
    s47e_s47_outcome_json
FROM ssd_s47_enquiry;
