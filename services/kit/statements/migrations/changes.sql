-- What other services may copy, in the order in which it changed: the table behind the feed ...Changes(since).
-- This file is the same in every ministry's service; what is followed, and what is public, is in the next one.

-- One row for each document that ever was public, with the place of its newest change. It starts with the clock, so that
-- the places of a database that is made anew come after all that followers remember of the old one.
CREATE SEQUENCE change_seq;
SELECT setval('change_seq', (extract(epoch FROM clock_timestamp()) * 1000000)::bigint);

CREATE TABLE change (
  entity_id   text PRIMARY KEY,
  entity_type text NOT NULL,
  seq         bigint NOT NULL DEFAULT nextval('change_seq') UNIQUE,
  deleted     boolean NOT NULL DEFAULT false, -- no longer public
  at          timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Sequences do not wait for commits: a place drawn early may become visible after a later one, and whoever reads in
-- between skips it for ever. So whoever draws one holds this lock until its transaction is visible. It is taken at the
-- commit (the triggers are deferred), for moments only, and after all the locks on rows.
CREATE FUNCTION lock_changes() RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('order of ' || 'change'::regclass::oid, 0))
$$;

-- What never was public is not told of, not even as deleted.
CREATE FUNCTION record_change(changed text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  public_type text;
BEGIN
  PERFORM lock_changes();
  SELECT d.entity_type INTO public_type FROM public_document d WHERE d.entity_id = changed;
  IF FOUND THEN
    INSERT INTO change (entity_id, entity_type) VALUES (changed, public_type)
    ON CONFLICT (entity_id) DO UPDATE
    SET entity_type = excluded.entity_type, seq = excluded.seq, deleted = false, at = excluded.at;
  ELSE
    UPDATE change SET seq = nextval('change_seq'), deleted = true, at = clock_timestamp()
    WHERE entity_id = changed AND NOT deleted;
  END IF;
END $$;

CREATE FUNCTION tell_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before text := to_jsonb(OLD) ->> TG_ARGV[0];
  now_is text := to_jsonb(NEW) ->> TG_ARGV[0];
BEGIN
  IF before IS DISTINCT FROM now_is AND before IS NOT NULL THEN
    PERFORM record_change(before);
  END IF;
  IF now_is IS NOT NULL THEN
    PERFORM record_change(now_is);
  END IF;
  RETURN NULL;
END $$;

-- TRUNCATE calls no row's trigger: everything is told anew.
CREATE FUNCTION tell_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM lock_changes();
  UPDATE change
  SET seq = nextval('change_seq'), at = clock_timestamp(),
      deleted = NOT EXISTS (SELECT FROM public_document d WHERE d.entity_id = change.entity_id);
  RETURN NULL;
END $$;

-- key_column holds the id of the document that a row of the table is, or belongs to.
CREATE FUNCTION follow_changes(followed regclass, key_column text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format(
    'CREATE CONSTRAINT TRIGGER change_told AFTER INSERT OR UPDATE OR DELETE ON %s '
    'DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_change(%L)', followed, key_column);
  EXECUTE format(
    'CREATE TRIGGER emptying_told AFTER TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION tell_emptying()', followed);
END $$;
