-- Data sets of a publisher or a project are read in the order of an index: the parent first, then the place, then the id.
DROP INDEX dataset_by_publisher;
CREATE INDEX dataset_by_publisher
  ON dataset (publisher_id, (coalesce(issued, '0001-01-01 00:00:00+00'::timestamptz)) DESC, id);
DROP INDEX dataset_by_project;
CREATE INDEX dataset_by_project
  ON dataset (project_type, project_id, (coalesce(issued, '0001-01-01 00:00:00+00'::timestamptz)) DESC, id);
