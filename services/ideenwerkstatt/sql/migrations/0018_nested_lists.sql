-- Lists under a workshop or a call are read in the order of an index: the parent first, then the place, then the id.
DROP INDEX workshop_registration_queue;
CREATE INDEX workshop_registration_queue ON workshop_registration (workshop_id, queue_number, id);
DROP INDEX pilot_project_by_call;
CREATE INDEX pilot_project_by_call ON pilot_project (call_id, runs_from DESC, id);
