-- Pilot projects, what was built in them, and the measured footprint of this and other ministries' projects.

CREATE TABLE pilot_project (
  id text PRIMARY KEY,
  programme_slug text NOT NULL REFERENCES programme_text,
  title text NOT NULL,
  abstract localized_text NOT NULL,
  status text NOT NULL CHECK (status IN ('PLANNED', 'RUNNING', 'PAUSED', 'COMPLETED', 'DISCONTINUED')),
  maturity text NOT NULL CHECK (maturity IN ('IDEA', 'CONCEPT', 'PROTOTYPE', 'PILOT', 'IN_USE')),
  runs_from date NOT NULL,
  runs_until date,
  idea_id text,
  region_nuts text REFERENCES region_name,
  repository_url text,
  license text,
  call_id text NOT NULL REFERENCES pilot_call,
  CHECK (runs_until >= runs_from)
);
CREATE INDEX pilot_project_newest ON pilot_project (programme_slug, runs_from DESC, id);
CREATE INDEX pilot_project_by_idea ON pilot_project (idea_id);
CREATE INDEX pilot_project_by_region ON pilot_project (region_nuts);
CREATE INDEX pilot_project_by_call ON pilot_project (call_id);

CREATE TABLE project_participant (
  project_id text NOT NULL REFERENCES pilot_project ON DELETE CASCADE,
  actor_id text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (project_id, actor_id)
);
CREATE INDEX project_participant_by_actor ON project_participant (actor_id, project_id);

CREATE TABLE project_expert (
  project_id text NOT NULL REFERENCES pilot_project ON DELETE CASCADE,
  expert_id text NOT NULL REFERENCES expert,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (project_id, expert_id)
);

CREATE TABLE prototype (
  id text PRIMARY KEY,
  title text NOT NULL,
  stage text NOT NULL CHECK (stage IN ('SKETCH', 'MOCKUP', 'PROOF_OF_CONCEPT', 'PROTOTYPE', 'FIELD_TEST', 'HANDED_OVER',
    'DISCARDED')),
  idea_id text,
  project_id text REFERENCES pilot_project,
  ai_methods text[] NOT NULL DEFAULT '{}' CHECK (ai_methods <@ ARRAY['NLP', 'LLM', 'COMPUTER_VISION', 'SPEECH',
    'TABULAR_ML', 'TIME_SERIES', 'RECOMMENDER', 'GEO_AI', 'ROBOTICS', 'NONE_YET']),
  model_parameters_million double precision CHECK (model_parameters_million >= 0),
  repository_url text,
  license text,
  -- What is handed over must be usable by others.
  CHECK (stage <> 'HANDED_OVER' OR (repository_url IS NOT NULL AND license IS NOT NULL))
);
CREATE INDEX prototype_by_idea ON prototype (idea_id);
CREATE INDEX prototype_by_project ON prototype (project_id);

-- Data sets are the Civic Data Lab's.
CREATE TABLE prototype_dataset (
  prototype_id text NOT NULL REFERENCES prototype ON DELETE CASCADE,
  dataset_id text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (prototype_id, dataset_id)
);
CREATE INDEX prototype_dataset_by_dataset ON prototype_dataset (dataset_id, prototype_id);

CREATE TABLE demonstrator (
  id text PRIMARY KEY,
  title localized_text NOT NULL,
  prototype_id text UNIQUE REFERENCES prototype,
  region_nuts text REFERENCES region_name,
  is_travelling boolean NOT NULL
);
CREATE INDEX demonstrator_by_region ON demonstrator (region_nuts);

-- Measured for projects of all three ministries; the project's newest assessment counts.
CREATE TABLE sustainability_assessment (
  id text PRIMARY KEY,
  project_type text NOT NULL CHECK (project_type IN ('FundedProject', 'PilotProject', 'DataProject')),
  project_id text NOT NULL,
  rating text NOT NULL CHECK (rating IN ('A', 'B', 'C', 'D', 'E', 'UNKNOWN')),
  training_kwh double precision CHECK (training_kwh >= 0),
  inference_kwh_per_year double precision CHECK (inference_kwh_per_year >= 0),
  co2_kg_per_year double precision CHECK (co2_kg_per_year >= 0),
  embodied_co2_kg double precision CHECK (embodied_co2_kg >= 0),
  method text NOT NULL,
  assessed_on date NOT NULL,
  assessed_by text REFERENCES expert
);
CREATE INDEX sustainability_assessment_newest ON sustainability_assessment (project_type, project_id, assessed_on DESC, id);
