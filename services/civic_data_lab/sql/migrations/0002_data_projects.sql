-- Data projects and the way that each of them went.

CREATE TABLE data_project (
  id text PRIMARY KEY,
  programme_slug text NOT NULL REFERENCES programme_text,
  title text NOT NULL,
  abstract localized_text NOT NULL,
  status text NOT NULL CHECK (status IN ('PLANNED', 'RUNNING', 'PAUSED', 'COMPLETED', 'DISCONTINUED')),
  maturity text NOT NULL CHECK (maturity IN ('IDEA', 'CONCEPT', 'PROTOTYPE', 'PILOT', 'IN_USE')),
  runs_from date NOT NULL,
  runs_until date,
  idea_id text,
  region_ars text CHECK (region_ars ~ '^[0-9]{12}$'),
  repository_url text,
  license text,
  applicant_id text,
  stage text NOT NULL CHECK (stage IN ('SKETCH', 'SCREENING', 'SCOPING', 'CAPACITY_CHECK', 'TENDER', 'KICKOFF',
    'IMPLEMENTATION', 'TESTING', 'PUBLISHED', 'HANDED_OVER', 'NOT_CONTINUED')),
  methods text[] NOT NULL DEFAULT '{}',
  service_provider_id text,
  budget_amount numeric(12, 2) CHECK (budget_amount >= 0),
  budget_currency text NOT NULL DEFAULT 'EUR' CHECK (budget_currency ~ '^[A-Z]{3}$'),
  learnings localized_text,
  CHECK (runs_until >= runs_from)
);
CREATE INDEX data_project_newest ON data_project (programme_slug, runs_from DESC, id);
CREATE INDEX data_project_by_idea ON data_project (idea_id);
CREATE INDEX data_project_by_region ON data_project (region_ars);
CREATE INDEX data_project_by_applicant ON data_project (applicant_id);

-- Beside the applicant.
CREATE TABLE project_participant (
  project_id text NOT NULL REFERENCES data_project ON DELETE CASCADE,
  actor_id text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (project_id, actor_id)
);
CREATE INDEX project_participant_by_actor ON project_participant (actor_id, project_id);

-- The history of stages, only ever added to.
CREATE TABLE data_project_stage (
  project_id text NOT NULL REFERENCES data_project ON DELETE CASCADE,
  stage text NOT NULL CHECK (stage IN ('SKETCH', 'SCREENING', 'SCOPING', 'CAPACITY_CHECK', 'TENDER', 'KICKOFF',
    'IMPLEMENTATION', 'TESTING', 'PUBLISHED', 'HANDED_OVER', 'NOT_CONTINUED')),
  at timestamptz NOT NULL,
  note text,
  PRIMARY KEY (project_id, at)
);
