-- The catalogue of all ministries' offers, projects and data sets, and the marketplace's own offers.

-- One card for each document: for foreign documents a copy for search and lists, for the marketplace's own offers the
-- shared part of the row itself (project_counselling, community_event and accelerator hang on it).
CREATE TABLE catalogue_entry (
  entity_id      text PRIMARY KEY,
  type_name      text NOT NULL CHECK (type_name IN (
                   'CompetitionRound', 'FundingCall', 'Workshop', 'AiConsultation', 'PilotCall', 'ComputeQuota',
                   'DataConsultation', 'DataProjectCall', 'LearningModule', 'CommunityFormat', 'ProjectCounselling',
                   'CommunityEvent', 'AcceleratorProgramme', 'FundedProject', 'PilotProject', 'DataProject', 'Dataset')),
  category       text GENERATED ALWAYS AS (
                   CASE WHEN type_name IN ('FundedProject', 'PilotProject', 'DataProject') THEN 'PROJECT'
                        WHEN type_name = 'Dataset' THEN 'DATASET' ELSE 'SUPPORT_OFFER' END) STORED,
  programme_slug text NOT NULL REFERENCES programme_ref DEFERRABLE,
  kind           text CHECK (kind IN ('COMPETITION', 'FUNDING', 'PRIZE', 'ACCELERATOR', 'COUNSELLING', 'CONSULTATION',
                   'WORKSHOP', 'TRAINING', 'EVENT', 'PILOT_SUPPORT', 'DATA_PROJECT_SUPPORT', 'COMPUTE')), -- offers only
  status         text NOT NULL CHECK (status IN ('ANNOUNCED', 'OPEN', 'CLOSED', 'PAUSED', 'ENDED', -- offers
                   'PLANNED', 'RUNNING', 'COMPLETED', 'DISCONTINUED', -- projects, which may be PAUSED too
                   'PUBLISHED', 'DEPRECATED', 'WITHDRAWN')), -- data sets
  title          jsonb NOT NULL CHECK (title ? 'de'),
  summary        jsonb NOT NULL CHECK (summary ? 'de'),
  topics         text[] NOT NULL DEFAULT '{}',
  regions        text[] NOT NULL DEFAULT '{}', -- ARS
  audiences      text[] NOT NULL DEFAULT '{}', -- sectors; empty: everybody
  apply_until    timestamptz,
  url            text CHECK (url ~ '^https?://'),
  source_cursor  text, -- where the ministry's change feed stood; null for own offers
  updated_at     timestamptz NOT NULL DEFAULT now(),
  tsv tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('german', title ->> 'de'), 'A') || setweight(to_tsvector('english', coalesce(title ->> 'en', '')), 'A')
    || to_tsvector('german', summary ->> 'de') || to_tsvector('english', coalesce(summary ->> 'en', ''))
  ) STORED
);
ALTER TABLE catalogue_entry ADD CHECK ((category = 'SUPPORT_OFFER') = (kind IS NOT NULL));
CREATE INDEX catalogue_entry_tsv ON catalogue_entry USING gin (tsv);
CREATE INDEX catalogue_entry_topics ON catalogue_entry USING gin (topics);
CREATE INDEX catalogue_entry_programme ON catalogue_entry (programme_slug, category);

CREATE TABLE project_counselling (
  id                text PRIMARY KEY REFERENCES catalogue_entry DEFERRABLE, -- counselling_...
  hours_per_project integer NOT NULL CHECK (hours_per_project > 0),
  fields            text[] NOT NULL DEFAULT '{}', -- ContributionKind
  places_free       integer CHECK (places_free >= 0)
);

CREATE TABLE community_event (
  id            text PRIMARY KEY REFERENCES catalogue_entry DEFERRABLE, -- event_...
  format        text NOT NULL CHECK (format IN ('FORUM', 'SPOTLIGHT', 'ROADSHOW', 'PITCH_NIGHT', 'COMMUNITY_MEETING')),
  starts_at     timestamptz NOT NULL,
  ends_at       timestamptz NOT NULL CHECK (ends_at > starts_at),
  region_ars    text REFERENCES region DEFERRABLE,
  is_online     boolean NOT NULL,
  accessibility text[] NOT NULL DEFAULT '{}'
    CHECK (accessibility <@ ARRAY['STEP_FREE', 'SIGN_LANGUAGE', 'LIVE_CAPTIONS', 'PLAIN_LANGUAGE', 'INDUCTION_LOOP',
                                  'CHILDCARE', 'HYBRID']),
  seats_free    integer CHECK (seats_free >= 0)
);

CREATE TABLE accelerator (
  id                   text PRIMARY KEY REFERENCES catalogue_entry DEFERRABLE, -- accelerator_...
  format               text NOT NULL CHECK (format IN ('INNOVATION_CAMP', 'ACCELERATOR', 'PITCH_NIGHT')),
  max_funding_per_team numeric(12, 2) CHECK (max_funding_per_team >= 0) -- EUR
);

CREATE TABLE accelerator_team (
  accelerator_id text NOT NULL REFERENCES accelerator DEFERRABLE,
  idea_id        text NOT NULL REFERENCES idea DEFERRABLE,
  awarded        boolean NOT NULL DEFAULT false,
  PRIMARY KEY (accelerator_id, idea_id)
);

CREATE TABLE challenge (
  id             text PRIMARY KEY, -- challenge_...
  accelerator_id text NOT NULL REFERENCES accelerator DEFERRABLE,
  title          jsonb NOT NULL CHECK (title ? 'de'),
  topics         text[] NOT NULL DEFAULT '{}'
);
CREATE INDEX challenge_accelerator ON challenge (accelerator_id);

CREATE TABLE challenge_vote (
  challenge_id text NOT NULL REFERENCES challenge DEFERRABLE,
  member_id    text NOT NULL REFERENCES member DEFERRABLE,
  voted_at     timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (challenge_id, member_id)
);

CREATE TABLE challenge_idea (
  challenge_id text NOT NULL REFERENCES challenge DEFERRABLE,
  idea_id      text NOT NULL REFERENCES idea DEFERRABLE,
  PRIMARY KEY (challenge_id, idea_id)
);

-- subject_id: an idea, a project or a programme's slug.
CREATE TABLE follow (
  actor_id   text NOT NULL REFERENCES actor DEFERRABLE,
  subject_id text NOT NULL,
  since      timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (subject_id, actor_id)
);

CREATE TABLE bookmark (
  actor_id text NOT NULL REFERENCES actor DEFERRABLE,
  offer_id text NOT NULL, -- entity_id of a support offer
  since    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (offer_id, actor_id)
);
