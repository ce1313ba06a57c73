-- The Ideenwerkstatt's programme, its offers, its people and its projects.
-- Ids of ideas, actors, topics, data sets and other ministries' projects belong to other services: no foreign keys.

-- Needed by the exclusion constraint on an expert's slots (a trusted extension: the parent of the database may create it).
CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public;

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

-- The names of regions that this service knows by NUTS code, so that a list of workshops needs no second service.
CREATE TABLE region_name (
  nuts text PRIMARY KEY CHECK (nuts ~ '^[A-Z]{2}[0-9A-Z]{0,3}$'),
  name text NOT NULL
);

-- What every offer has; each kind of offer keeps its own columns in a table of its own, with the same id.
CREATE TABLE support_offer (
  id text PRIMARY KEY,
  type_name text NOT NULL CHECK (type_name IN ('Workshop', 'AiConsultation', 'PilotCall', 'ComputeQuota')),
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

-- Topics of offers, experts and pilot projects; the slug is the marketplace's.
CREATE TABLE entity_topic (
  entity_id text NOT NULL,
  topic_slug text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (entity_id, topic_slug)
);
CREATE INDEX entity_topic_by_topic ON entity_topic (topic_slug, entity_id);

CREATE TABLE expert (
  id text PRIMARY KEY,
  actor_id text,
  fields jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(fields) = 'array'), -- a list of localized texts
  languages text[] NOT NULL DEFAULT '{DE}' CHECK (languages <@ ARRAY['DE', 'EN', 'DE_SIMPLE']),
  accepts_consultations boolean NOT NULL
);
CREATE UNIQUE INDEX expert_by_actor ON expert (actor_id);

CREATE TABLE workshop (
  id text PRIMARY KEY REFERENCES support_offer ON DELETE CASCADE,
  format text NOT NULL CHECK (format IN ('HANDS_ON', 'PROMPTING', 'THEME_EVENING', 'HACKATHON', 'SERIOUS_GAME',
    'BUS_STOP', 'ONLINE_TALK')),
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
  venue_name text,
  venue_street text,
  venue_postal_code text,
  venue_city text,
  is_online boolean NOT NULL DEFAULT false,
  region_nuts text REFERENCES region_name,
  capacity integer NOT NULL CHECK (capacity >= 0),
  accessibility text[] NOT NULL DEFAULT '{}' CHECK (accessibility <@ ARRAY['STEP_FREE', 'SIGN_LANGUAGE', 'LIVE_CAPTIONS',
    'PLAIN_LANGUAGE', 'INDUCTION_LOOP', 'CHILDCARE', 'HYBRID'])
);
CREATE INDEX workshop_by_start ON workshop (starts_at, id);
CREATE INDEX workshop_by_region ON workshop (region_nuts);

CREATE TABLE workshop_host (
  workshop_id text NOT NULL REFERENCES workshop ON DELETE CASCADE,
  actor_id text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (workshop_id, actor_id)
);

CREATE TABLE workshop_expert (
  workshop_id text NOT NULL REFERENCES workshop ON DELETE CASCADE,
  expert_id text NOT NULL REFERENCES expert,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (workshop_id, expert_id)
);

CREATE TABLE workshop_registration (
  id text PRIMARY KEY,
  workshop_id text NOT NULL REFERENCES workshop ON DELETE CASCADE,
  actor_id text NOT NULL,
  status text NOT NULL CHECK (status IN ('WAITLISTED', 'CONFIRMED', 'ATTENDED', 'NO_SHOW', 'CANCELLED')),
  registered_at timestamptz NOT NULL,
  UNIQUE (workshop_id, actor_id)
);

CREATE TABLE material (
  id text PRIMARY KEY,
  workshop_id text NOT NULL REFERENCES workshop ON DELETE CASCADE,
  title localized_text NOT NULL,
  url text NOT NULL,
  license text NOT NULL,
  media_type text NOT NULL,
  position smallint NOT NULL DEFAULT 0
);
CREATE INDEX material_by_workshop ON material (workshop_id);

CREATE TABLE ai_consultation (
  id text PRIMARY KEY REFERENCES support_offer ON DELETE CASCADE
);

CREATE TABLE consultation_slot (
  id text PRIMARY KEY,
  consultation_id text NOT NULL REFERENCES ai_consultation ON DELETE CASCADE,
  expert_id text REFERENCES expert,
  starts_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL CHECK (ends_at > starts_at),
  status text NOT NULL CHECK (status IN ('FREE', 'BOOKED', 'HELD_BACK', 'DONE', 'CANCELLED')),
  EXCLUDE USING gist (expert_id WITH =, tstzrange(starts_at, ends_at) WITH &&)
    WHERE (expert_id IS NOT NULL AND status <> 'CANCELLED')
);
CREATE INDEX consultation_slot_by_start ON consultation_slot (consultation_id, starts_at, id);

CREATE TABLE pilot_call (
  id text PRIMARY KEY REFERENCES support_offer ON DELETE CASCADE,
  phase text NOT NULL CHECK (phase IN ('ANNOUNCED', 'STAGE_ONE', 'STAGE_TWO', 'SELECTION', 'SUPPORT', 'COMPLETED')),
  places integer NOT NULL CHECK (places > 0)
);

CREATE TABLE compute_quota (
  id text PRIMARY KEY REFERENCES support_offer ON DELETE CASCADE,
  gpu_hours_per_project integer NOT NULL CHECK (gpu_hours_per_project > 0),
  green_power_share double precision NOT NULL CHECK (green_power_share BETWEEN 0 AND 1)
);
