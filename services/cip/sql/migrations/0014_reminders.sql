-- What time brings near is told once: deadlines of offers seven days and one day before.
CREATE TABLE reminder (
  kind       text NOT NULL,
  subject_id text NOT NULL,
  due        timestamptz NOT NULL,
  PRIMARY KEY (kind, subject_id, due)
);
