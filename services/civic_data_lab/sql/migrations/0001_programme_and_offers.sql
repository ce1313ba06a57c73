-- The Civic Data Lab's programme and its offers.
-- Ids of ideas, actors, topics, regions and other ministries' projects belong to other services: no foreign keys.

-- What the ministry writes: {"de": "...", "en": "...", "deSimple": "..."}; German is always there.
CREATE DOMAIN localized_text AS jsonb CHECK (
  VALUE IS NULL
  OR (coalesce(jsonb_typeof(VALUE -> 'de') = 'string', false)
    AND coalesce(jsonb_typeof(VALUE -> 'en') IN ('string', 'null'), true)
    AND coalesce(jsonb_typeof(VALUE -> 'deSimple') IN ('string', 'null'), true)
    AND VALUE - ARRAY['de', 'en', 'deSimple'] = '{}'::jsonb));

CREATE TABLE programme_text (
  slug text PRIMARY KEY,
  name localized_text NOT NULL,
  description localized_text NOT NULL,
  status text NOT NULL CHECK (status IN ('PLANNED', 'ACTIVE', 'PAUSED', 'ENDED')),
  runs_from date,
  runs_until date,
  operator_name text,
  ministry_codes text[] NOT NULL CHECK (cardinality(ministry_codes) > 0),
  CHECK (runs_until >= runs_from)
);

-- What every offer has; each kind of offer keeps its own columns in a table of its own, with the same id.
CREATE TABLE support_offer (
  id text PRIMARY KEY,
  type_name text NOT NULL CHECK (type_name IN ('DataConsultation', 'DataProjectCall', 'LearningModule',
    'CommunityFormat')),
  programme_slug text NOT NULL REFERENCES programme_text,
  title localized_text NOT NULL,
  summary localized_text NOT NULL,
  kind text NOT NULL CHECK (kind IN ('COMPETITION', 'FUNDING', 'PRIZE', 'ACCELERATOR', 'COUNSELLING', 'CONSULTATION',
    'WORKSHOP', 'TRAINING', 'EVENT', 'PILOT_SUPPORT', 'DATA_PROJECT_SUPPORT', 'COMPUTE')),
  status text NOT NULL CHECK (status IN ('ANNOUNCED', 'OPEN', 'CLOSED', 'PAUSED', 'ENDED')),
  audiences text[] NOT NULL DEFAULT '{}' CHECK (audiences <@ ARRAY['CIVIL_SOCIETY', 'WELFARE', 'SCIENCE', 'BUSINESS',
    'STARTUP', 'PUBLIC_ADMINISTRATION', 'MUNICIPALITY', 'TRADE_UNION', 'PRIVATE_PERSON']),
  apply_until timestamptz,
  url text,
  published_on date NOT NULL
);
CREATE INDEX support_offer_newest ON support_offer (programme_slug, published_on DESC, id);

-- Topics of offers and data projects; the slug is the marketplace's.
CREATE TABLE entity_topic (
  entity_id text NOT NULL,
  topic_slug text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (entity_id, topic_slug)
);
CREATE INDEX entity_topic_by_topic ON entity_topic (topic_slug, entity_id);

-- Which DCAT-AP.de themes a topic of the marketplace stands for.
CREATE TABLE topic_theme (
  topic_slug text NOT NULL,
  theme text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (topic_slug, theme)
);

CREATE TABLE data_consultation (
  id text PRIMARY KEY REFERENCES support_offer ON DELETE CASCADE
);

CREATE TABLE consultation_slot (
  id text PRIMARY KEY,
  consultation_id text NOT NULL REFERENCES data_consultation ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  minutes integer NOT NULL CHECK (minutes > 0),
  is_free boolean NOT NULL
);
CREATE INDEX consultation_slot_by_start ON consultation_slot (consultation_id, starts_at, id);

CREATE TABLE data_project_call (
  id text PRIMARY KEY REFERENCES support_offer ON DELETE CASCADE,
  places integer NOT NULL CHECK (places > 0)
);

CREATE TABLE selection_principle (
  call_id text NOT NULL REFERENCES data_project_call ON DELETE CASCADE,
  key text NOT NULL,
  label localized_text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (call_id, key)
);

CREATE TABLE learning_module (
  id text PRIMARY KEY REFERENCES support_offer ON DELETE CASCADE,
  level text NOT NULL CHECK (level IN ('BEGINNER', 'INTERMEDIATE', 'ADVANCED')),
  format text NOT NULL CHECK (format IN ('SELF_PACED', 'LIVE_ONLINE', 'ON_SITE', 'BLENDED')),
  minutes integer NOT NULL CHECK (minutes > 0),
  language text NOT NULL CHECK (language IN ('DE', 'EN', 'DE_SIMPLE'))
);

CREATE TABLE module_prerequisite (
  module_id text NOT NULL REFERENCES learning_module ON DELETE CASCADE,
  prerequisite_id text NOT NULL REFERENCES learning_module,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (module_id, prerequisite_id),
  CHECK (module_id <> prerequisite_id)
);

CREATE TABLE community_format (
  id text PRIMARY KEY REFERENCES support_offer ON DELETE CASCADE,
  format text NOT NULL CHECK (format IN ('ESPRESSO_TALK', 'COMMUNITY_COLAB', 'BARCAMP')),
  starts_at timestamptz NOT NULL
);

CREATE TABLE community_format_host (
  format_id text NOT NULL REFERENCES community_format ON DELETE CASCADE,
  actor_id text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (format_id, actor_id)
);
