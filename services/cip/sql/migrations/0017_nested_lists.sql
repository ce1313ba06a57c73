-- Lists under a round or a call are read in the order of an index: the parent first, then the place, then the id.
DROP INDEX competition_entry_round;
CREATE INDEX competition_entry_round ON competition_entry (round_id, reference_number, id);
DROP INDEX grant_application_call;
CREATE INDEX grant_application_call ON grant_application (call_id, reference_number, id);
DROP INDEX award_round;
CREATE INDEX award_round ON award (round_id, awarded_on DESC, id);
DROP INDEX funded_project_call;
CREATE INDEX funded_project_call ON funded_project (call_id, runs_from DESC, id);
