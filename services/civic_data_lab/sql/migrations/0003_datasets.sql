-- Data sets in the profile DCAT-AP.de, and who uses them.

CREATE TABLE license (
  uri text PRIMARY KEY,
  title text NOT NULL,
  is_open boolean NOT NULL,
  attribution_required boolean NOT NULL
);

CREATE TABLE dataset (
  id text PRIMARY KEY,
  uri text NOT NULL UNIQUE,
  title localized_text NOT NULL,
  description localized_text NOT NULL,
  keywords text[] NOT NULL DEFAULT '{}',
  publisher_id text,
  contact_point text,
  issued timestamptz,
  modified timestamptz,
  temporal_from date,
  temporal_until date,
  geocoding_level text CHECK (geocoding_level IN ('EUROPEAN', 'FEDERAL', 'STATE', 'ADMINISTRATIVE_DISTRICT',
    'MUNICIPALITY')),
  accrual_periodicity text,
  access_rights text NOT NULL CHECK (access_rights IN ('PUBLIC', 'RESTRICTED', 'NON_PUBLIC')),
  legal_basis text,
  personal_data text NOT NULL CHECK (personal_data IN ('NONE', 'ANONYMISED', 'PSEUDONYMISED', 'PERSONAL',
    'SPECIAL_CATEGORY')),
  status text NOT NULL CHECK (status IN ('DRAFT', 'IN_REVIEW', 'PUBLISHED', 'DEPRECATED', 'WITHDRAWN')),
  quality_note localized_text,
  -- The project, of whichever ministry, that published the data set.
  project_type text CHECK (project_type IN ('FundedProject', 'PilotProject', 'DataProject')),
  project_id text,
  CHECK (temporal_until >= temporal_from),
  CHECK ((project_type IS NULL) = (project_id IS NULL)),
  -- Personal data are never public.
  CHECK (access_rights <> 'PUBLIC' OR personal_data NOT IN ('PERSONAL', 'SPECIAL_CATEGORY'))
);
CREATE INDEX dataset_newest ON dataset ((coalesce(issued, '0001-01-01 00:00:00+00'::timestamptz)) DESC, id);
CREATE INDEX dataset_by_publisher ON dataset (publisher_id);
CREATE INDEX dataset_by_project ON dataset (project_type, project_id);

CREATE TABLE distribution (
  id text PRIMARY KEY,
  dataset_id text NOT NULL REFERENCES dataset ON DELETE CASCADE,
  title localized_text,
  format text NOT NULL,
  media_type text,
  access_url text NOT NULL,
  download_url text,
  byte_size integer CHECK (byte_size >= 0), -- GraphQL 3.5.1: an Int has 32 bits
  license_uri text NOT NULL REFERENCES license,
  checksum_sha256 text CHECK (checksum_sha256 ~ '^[0-9a-f]{64}$'),
  modified timestamptz,
  position smallint NOT NULL DEFAULT 0
);
CREATE INDEX distribution_by_dataset ON distribution (dataset_id);

-- The names and NUTS codes that go with a key are kept here, so that a list of data sets needs no second service.
CREATE TABLE dataset_region (
  dataset_id text NOT NULL REFERENCES dataset ON DELETE CASCADE,
  ars text NOT NULL CHECK (ars ~ '^[0-9]{12}$'),
  nuts text, -- municipalities have none
  name text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (dataset_id, ars)
);
CREATE INDEX dataset_region_by_region ON dataset_region (ars, dataset_id);

CREATE TABLE dataset_topic (
  dataset_id text NOT NULL REFERENCES dataset ON DELETE CASCADE,
  topic_slug text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (dataset_id, topic_slug)
);
CREATE INDEX dataset_topic_by_topic ON dataset_topic (topic_slug, dataset_id);

CREATE TABLE dataset_theme (
  dataset_id text NOT NULL REFERENCES dataset ON DELETE CASCADE,
  theme text NOT NULL,
  position smallint NOT NULL DEFAULT 0,
  PRIMARY KEY (dataset_id, theme)
);

CREATE TABLE dataset_usage (
  dataset_id text NOT NULL REFERENCES dataset ON DELETE CASCADE,
  project_type text NOT NULL CHECK (project_type IN ('FundedProject', 'PilotProject', 'DataProject')),
  project_id text NOT NULL,
  purpose localized_text NOT NULL,
  since date,
  PRIMARY KEY (dataset_id, project_type, project_id)
);
CREATE INDEX dataset_usage_by_project ON dataset_usage (project_type, project_id, dataset_id);
