CREATE OR ALTER VIEW heed_initial_cp_conference AS
SELECT
    icpc_icpc_id,
    icpc_person_id,
    icpc_icpc_transfer_in,
    icpc_icpc_date
FROM ssd_initial_cp_conference;
