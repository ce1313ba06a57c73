-- What every house needs that writes: keys of requests that were answered, events for others, places in others' events.

-- The same key with the same request is the same answer, written once. Rows are kept for 30 days.
CREATE TABLE idempotency (
  actor_id       text NOT NULL,
  key            text NOT NULL,
  request_digest text NOT NULL, -- of operation and input: the same key with another request is an error
  response_id    text NOT NULL, -- of what was made
  at             timestamptz NOT NULL,
  PRIMARY KEY (actor_id, key)
);

-- What others must know. A row is written in the transaction of the change; its place is drawn at the commit, under a
-- lock that is held until the transaction is visible, so that whoever reads on from the newest place misses nothing.
CREATE SEQUENCE outbox_seq;
SELECT setval('outbox_seq', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);

CREATE TABLE outbox (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  seq          bigint UNIQUE,
  kind         text NOT NULL,
  subject_type text NOT NULL,
  subject_id   text NOT NULL,
  actor_ids    text[] NOT NULL DEFAULT '{}',
  payload      jsonb NOT NULL DEFAULT '{}',
  at           timestamptz NOT NULL
);

CREATE FUNCTION draw_outbox_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('order of ' || 'outbox'::regclass::oid, 0));
  UPDATE outbox SET seq = nextval('outbox_seq') WHERE id = NEW.id;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER place_drawn AFTER INSERT ON outbox
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION draw_outbox_place();

-- The state of today as events, for who begins to follow. A house that has copies to give replaces the view.
CREATE VIEW outbox_snapshot AS
  SELECT ''::text AS kind, ''::text AS subject_type, ''::text AS subject_id, '{}'::text[] AS actor_ids,
    '{}'::jsonb AS payload WHERE false;

-- Where this house stands in the events of another one. It moves in the transaction of the effect.
CREATE TABLE inbox (
  source text PRIMARY KEY,
  cursor text NOT NULL,
  at     timestamptz NOT NULL
);

-- Events whose effect failed again and again; the rest goes on without them.
CREATE TABLE inbox_parked (
  source text NOT NULL,
  cursor text NOT NULL,
  event  jsonb NOT NULL,
  reason text NOT NULL,
  at     timestamptz NOT NULL,
  PRIMARY KEY (source, cursor)
);
