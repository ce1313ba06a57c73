-- The list of all pilot projects goes on after any of them without reading those before it.
CREATE INDEX pilot_project_by_start ON pilot_project (runs_from DESC, id);
