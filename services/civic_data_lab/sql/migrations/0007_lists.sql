-- The lists of all data projects and learning packages go on after any item without reading those before it.
CREATE INDEX data_project_by_start ON data_project (runs_from DESC, id);
CREATE INDEX support_offer_by_publication ON support_offer (published_on DESC, id);
