-- The hubs that join the ministries: topics, regions, ministries, programmes and actors.
-- Localized text is jsonb {"de": ..., "en": ..., "deSimple": ...}; only "de" is always there.

CREATE EXTENSION IF NOT EXISTS btree_gist SCHEMA public; -- exclusion of overlapping name periods
CREATE EXTENSION IF NOT EXISTS unaccent SCHEMA public; -- German order of names without ICU

CREATE TABLE sdg (
  number integer PRIMARY KEY CHECK (number BETWEEN 1 AND 17),
  label  jsonb NOT NULL CHECK (label ? 'de'),
  color  text NOT NULL CHECK (color ~ '^#[0-9A-Fa-f]{6}$')
);

CREATE TABLE topic (
  slug        text PRIMARY KEY CHECK (slug ~ '^[a-z0-9-]+$'),
  parent_slug text REFERENCES topic DEFERRABLE, -- null: one of the twelve main topics
  label       jsonb NOT NULL CHECK (label ? 'de'),
  position    integer NOT NULL DEFAULT 0
);
CREATE INDEX topic_parent ON topic (parent_slug);

CREATE TABLE topic_sdg (
  topic_slug text NOT NULL REFERENCES topic DEFERRABLE,
  sdg        integer NOT NULL REFERENCES sdg DEFERRABLE,
  PRIMARY KEY (topic_slug, sdg)
);

CREATE TABLE region (
  ars        text PRIMARY KEY CHECK (ars ~ '^[0-9]{12}$'),
  nuts       text UNIQUE CHECK (nuts ~ '^[A-Z]{2}[A-Z0-9]{0,3}$'), -- null for municipalities
  name       text NOT NULL,
  level      text NOT NULL CHECK (level IN ('COUNTRY', 'STATE', 'DISTRICT', 'MUNICIPALITY')),
  parent_ars text REFERENCES region DEFERRABLE
);
CREATE INDEX region_parent ON region (parent_ars);

CREATE TABLE ministry (
  code     text PRIMARY KEY CHECK (code ~ '^[a-z-]+$'), -- stable: 'labour', 'family', 'environment'; never an abbreviation
  position integer NOT NULL DEFAULT 0
);

-- Names change with governments; both days belong to the period, a null valid_until means today's name.
CREATE TABLE ministry_name (
  code         text NOT NULL REFERENCES ministry DEFERRABLE,
  abbreviation text NOT NULL,
  name         jsonb NOT NULL CHECK (name ? 'de'),
  valid_from   date NOT NULL,
  valid_until  date,
  PRIMARY KEY (code, valid_from),
  EXCLUDE USING gist (code WITH =, daterange(valid_from, valid_until, '[]') WITH &&)
);

-- All four programmes by reference; what a programme says about itself is its ministry's to say.
CREATE TABLE programme_ref (
  slug      text PRIMARY KEY CHECK (slug ~ '^[a-z0-9-]+$'),
  type_name text NOT NULL UNIQUE
    CHECK (type_name IN ('CipProgramme', 'IdeenwerkstattProgramme', 'CivicDataLabProgramme', 'CivicCodingProgramme')),
  position  integer NOT NULL DEFAULT 0
);

CREATE TABLE programme_ministry (
  programme_slug text NOT NULL REFERENCES programme_ref DEFERRABLE,
  ministry_code  text NOT NULL REFERENCES ministry DEFERRABLE,
  position       integer NOT NULL DEFAULT 0,
  PRIMARY KEY (programme_slug, ministry_code)
);

-- The umbrella initiative itself, the one programme that the marketplace owns.
CREATE TABLE civic_coding_programme (
  slug          text PRIMARY KEY REFERENCES programme_ref DEFERRABLE,
  name          jsonb NOT NULL CHECK (name ? 'de'),
  description   jsonb NOT NULL CHECK (description ? 'de'),
  status        text NOT NULL CHECK (status IN ('PLANNED', 'ACTIVE', 'PAUSED', 'ENDED')),
  runs_from     date,
  runs_until    date,
  operator_name text
);

-- A person or an organisation. Ids carry a type prefix: member_..., org_...
CREATE TABLE actor (
  id           text PRIMARY KEY,
  kind         text NOT NULL CHECK (kind IN ('MEMBER', 'ORGANISATION')),
  handle       text NOT NULL UNIQUE,
  display_name text NOT NULL,
  sector       text NOT NULL CHECK (sector IN ('CIVIL_SOCIETY', 'WELFARE', 'SCIENCE', 'BUSINESS', 'STARTUP',
                 'PUBLIC_ADMINISTRATION', 'MUNICIPALITY', 'TRADE_UNION', 'PRIVATE_PERSON')),
  region_ars   text REFERENCES region DEFERRABLE,
  UNIQUE (id, kind)
);
CREATE INDEX actor_region ON actor (region_ars);

CREATE TABLE actor_topic (
  actor_id   text NOT NULL REFERENCES actor DEFERRABLE,
  topic_slug text NOT NULL REFERENCES topic DEFERRABLE,
  PRIMARY KEY (actor_id, topic_slug)
);

CREATE TABLE member (
  actor_id          text PRIMARY KEY,
  kind              text NOT NULL DEFAULT 'MEMBER' CHECK (kind = 'MEMBER'),
  state             text NOT NULL CHECK (state IN ('ACTIVE', 'UNCLAIMED', 'GHOST')),
  cip_member_number text UNIQUE, -- the number in the old CIP community; null for those who never were there
  member_since      date NOT NULL,
  FOREIGN KEY (actor_id, kind) REFERENCES actor (id, kind) DEFERRABLE
);

CREATE TABLE organisation (
  actor_id      text PRIMARY KEY,
  kind          text NOT NULL DEFAULT 'ORGANISATION' CHECK (kind = 'ORGANISATION'),
  legal_name    text NOT NULL,
  legal_form    text,
  is_non_profit boolean NOT NULL,
  website       text CHECK (website ~ '^https?://'),
  FOREIGN KEY (actor_id, kind) REFERENCES actor (id, kind) DEFERRABLE
);

CREATE TABLE organisation_membership (
  organisation_id text NOT NULL REFERENCES organisation DEFERRABLE,
  member_id       text NOT NULL REFERENCES member DEFERRABLE,
  role            text NOT NULL CHECK (role IN ('ADMIN', 'REPRESENTATIVE', 'MEMBER')),
  verified        boolean NOT NULL DEFAULT false,
  PRIMARY KEY (organisation_id, member_id)
);
CREATE INDEX organisation_membership_member ON organisation_membership (member_id);
