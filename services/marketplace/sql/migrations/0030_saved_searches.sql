-- Searches that somebody keeps, and what came in for them since. A pair of a search (or an own idea or profile) and a
-- document is found once and told once.

CREATE TABLE saved_search (
  id         text PRIMARY KEY, -- search_...
  owner_id   text NOT NULL REFERENCES actor DEFERRABLE,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  query      text NOT NULL CHECK (char_length(query) BETWEEN 1 AND 1000),
  kinds      text[] NOT NULL DEFAULT '{}',
  topics     text[] NOT NULL DEFAULT '{}',
  regions    text[] NOT NULL DEFAULT '{}',
  programmes text[] NOT NULL DEFAULT '{}',
  statuses   text[] NOT NULL DEFAULT '{}',
  languages  text[] NOT NULL DEFAULT '{}',
  open_until timestamptz,
  alert      text NOT NULL CHECK (alert IN ('NEVER', 'DAILY', 'AT_ONCE')),
  created_at timestamptz NOT NULL,
  changed_at timestamptz NOT NULL,
  told_at    timestamptz, -- when its owner was last told of something, for DAILY
  terms      integer[] NOT NULL GENERATED ALWAYS AS (terms_of(left(query, 500))) STORED
);
CREATE INDEX saved_search_newest ON saved_search (owner_id, created_at DESC, id DESC);
CREATE INDEX saved_search_changed ON saved_search (changed_at, id) WHERE alert <> 'NEVER';

-- What is derived of a search: its vector by the model, and the rarest of its terms, by which a document leads to it.
CREATE TABLE search_derived (
  search_id text PRIMARY KEY REFERENCES saved_search ON DELETE CASCADE,
  query     text NOT NULL, -- of which they were derived
  model     text NOT NULL,
  vector    bytea NOT NULL,
  rare_terms   integer[] NOT NULL
);
CREATE INDEX search_derived_rare_terms ON search_derived USING gin (rare_terms gin__int_ops);

-- The subject is a saved search, an idea or a profile.
CREATE TABLE found_match (
  subject_id  text NOT NULL,
  document_id text NOT NULL,
  relevance   real NOT NULL,
  found_at    timestamptz NOT NULL,
  told_at     timestamptz, -- null: waits for the next daily word
  PRIMARY KEY (subject_id, document_id)
);
CREATE INDEX found_match_newest ON found_match (subject_id, found_at DESC, document_id DESC);
CREATE INDEX found_match_waiting ON found_match (subject_id) WHERE told_at IS NULL;

-- Who does not want to be told of anything found; no row: the person is told.
CREATE TABLE told_nothing (
  actor_id text PRIMARY KEY REFERENCES actor DEFERRABLE,
  since    timestamptz NOT NULL
);

-- Documents whose text is new, in the order in which it came. Another model's vector of the same text is nothing new.
CREATE TABLE arrived (
  document_id text PRIMARY KEY,
  seq         bigint GENERATED ALWAYS AS IDENTITY UNIQUE
);
-- What was there before anybody looked is not new: the first look ever takes all off the list and tells nothing.
CREATE TABLE alerts_begun (is_begun boolean PRIMARY KEY DEFAULT true CHECK (is_begun), at timestamptz NOT NULL);

CREATE FUNCTION note_arrival() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM embedding e
      WHERE e.entity_id = NEW.entity_id AND e.model <> NEW.model AND e.text_hash = NEW.text_hash) THEN
    INSERT INTO arrived (document_id) VALUES (NEW.entity_id) ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER embedding_arrives AFTER INSERT ON embedding FOR EACH ROW EXECUTE FUNCTION note_arrival();
CREATE TRIGGER embedding_changes AFTER UPDATE ON embedding FOR EACH ROW
  WHEN (OLD.text_hash IS DISTINCT FROM NEW.text_hash) EXECUTE FUNCTION note_arrival();
