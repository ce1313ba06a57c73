-- What everybody may ask of the network about themselves (domain_slice2 2.12): a copy of their data, and to be forgotten.

CREATE TABLE data_export (
  id           text PRIMARY KEY, -- export_...
  member_id    text NOT NULL REFERENCES member (actor_id) DEFERRABLE,
  requested_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL
);
CREATE INDEX data_export_newest ON data_export (member_id, requested_at DESC, id DESC);
CREATE INDEX data_export_age ON data_export (expires_at);

CREATE TABLE erasure_request (
  id            text PRIMARY KEY, -- erasure_...
  member_id     text NOT NULL REFERENCES member (actor_id) DEFERRABLE,
  status        text NOT NULL DEFAULT 'REQUESTED' CHECK (status IN ('REQUESTED', 'COLLECTING', 'COMPLETED', 'CANCELLED')),
  requested_at  timestamptz NOT NULL,
  scheduled_for timestamptz NOT NULL,
  began_at      timestamptz, -- the account was closed, the other houses were told
  completed_at  timestamptz
);
CREATE UNIQUE INDEX erasure_request_open ON erasure_request (member_id) WHERE status IN ('REQUESTED', 'COLLECTING');
CREATE INDEX erasure_request_member ON erasure_request (member_id, requested_at DESC, id DESC);
CREATE INDEX erasure_request_due ON erasure_request (scheduled_for) WHERE status = 'REQUESTED';
CREATE INDEX erasure_request_waiting ON erasure_request (began_at) WHERE status = 'COLLECTING';
CREATE INDEX erasure_request_newest ON erasure_request (requested_at DESC, id DESC);

-- One for each house. kept: {kept: [{what: {de, en, deSimple}, until}]}, what a law makes it keep.
CREATE TABLE erasure_step (
  request_id text NOT NULL REFERENCES erasure_request,
  house      text NOT NULL CHECK (house IN ('marketplace', 'cip', 'ideenwerkstatt', 'civic_data_lab')),
  status     text NOT NULL DEFAULT 'REQUESTED' CHECK (status IN ('REQUESTED', 'COMPLETED')),
  at         timestamptz,
  kept       jsonb NOT NULL DEFAULT '{"kept": []}',
  PRIMARY KEY (request_id, house)
);

-- Versions only grow. The one exception: the texts of an idea are emptied when its only author is erased.
CREATE FUNCTION sealed(of_idea text, number integer, body jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT encode(sha256(convert_to(of_idea || ':' || number || ':' || body::text, 'UTF8')), 'hex')
$$;

CREATE FUNCTION refuse_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('civic.emptied_idea', true) = OLD.idea_id
    AND (NEW.idea_id, NEW.number, NEW.editor_id, NEW.created_at) = (OLD.idea_id, OLD.number, OLD.editor_id, OLD.created_at)
    AND NEW.body = '{"title": "", "summary": ""}' AND NEW.change_note IS NULL THEN
    NEW.hash := sealed(NEW.idea_id, NEW.number, NEW.body);
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of % are append-only', TG_TABLE_NAME;
END $$;
DROP TRIGGER idea_version_append_only ON idea_version;
CREATE TRIGGER idea_version_append_only BEFORE UPDATE OR DELETE ON idea_version
  FOR EACH ROW EXECUTE FUNCTION refuse_version_change();

CREATE FUNCTION empty_versions(of_idea text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  emptied integer;
BEGIN
  PERFORM set_config('civic.emptied_idea', of_idea, true);
  UPDATE idea_version SET body = '{"title": "", "summary": ""}', change_note = NULL WHERE idea_id = of_idea;
  GET DIAGNOSTICS emptied = ROW_COUNT;
  PERFORM set_config('civic.emptied_idea', '', true);
  RETURN emptied;
END $$;
