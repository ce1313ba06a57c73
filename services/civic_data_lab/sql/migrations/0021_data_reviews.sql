-- Data sets are written by their publishers, read by the staff, and used; learning packages are taken step by step.

ALTER TABLE dataset
  ADD review_note text, -- of the staff, for the publisher
  ADD saved_by    text; -- the member who wrote it last

-- What the catalogue calls regions: the marketplace owns them, and this is a list of their keys that changes with the reforms of
-- territories only. A data set names regions of it.
CREATE TABLE region_name (
  ars  text PRIMARY KEY CHECK (ars ~ '^[0-9]{12}$'),
  nuts text, -- municipalities have none
  name text NOT NULL
);
INSERT INTO region_name (ars, nuts, name)
  SELECT DISTINCT ON (ars) ars, nuts, name FROM dataset_region ORDER BY ars, nuts NULLS LAST;

CREATE TABLE enrolment (
  id               text PRIMARY KEY,
  module_id        text NOT NULL REFERENCES learning_module,
  member_id        text NOT NULL,
  status           text NOT NULL CHECK (status IN ('ENROLLED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED')),
  progress_percent integer NOT NULL DEFAULT 0 CHECK (progress_percent BETWEEN 0 AND 100),
  enrolled_at      timestamptz NOT NULL,
  completed_at     timestamptz,
  CHECK ((status = 'COMPLETED') = (completed_at IS NOT NULL)),
  CHECK (status <> 'COMPLETED' OR progress_percent = 100)
);
CREATE UNIQUE INDEX enrolment_once ON enrolment (module_id, member_id) WHERE status <> 'CANCELLED';
CREATE INDEX enrolment_newest ON enrolment (member_id, enrolled_at DESC, id);
