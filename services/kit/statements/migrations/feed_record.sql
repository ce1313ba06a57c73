-- What the feed of changes tells of an offer, with its programme in it: who copies the document derives what is shown
-- (shown_offer_status) and knows nothing of the programme. It follows "changes" and "status".

-- The last moment of a day in Berlin.
CREATE FUNCTION berlin_end(day date) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (day + 1)::timestamp AT TIME ZONE 'Europe/Berlin' - interval '1 second';

-- An offer ends with its programme at the latest; a programme that ended without a day ends its offers at once.
CREATE FUNCTION told_end(ends_at timestamptz, programme_status text, runs_until date) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN programme_status = 'ENDED' AND runs_until IS NULL THEN NULL ELSE least(ends_at, berlin_end(runs_until)) END;

CREATE FUNCTION told_status(stored text, programme_status text, runs_until date, takes_applications boolean) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE
    WHEN stored = 'CANCELLED' THEN stored
    WHEN programme_status = 'ENDED' AND runs_until IS NULL THEN 'ENDED'
    WHEN programme_status = 'PAUSED' AND takes_applications AND stored <> 'ENDED' THEN 'PAUSED'
    ELSE stored
  END;

-- Actors of a document that may be named in public: organisations.
CREATE FUNCTION organisations_of(actors text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ARRAY(SELECT DISTINCT actor FROM unnest(actors) actor WHERE starts_with(actor, 'org_') ORDER BY actor);

-- A programme's change is a change of all that belongs to it.
CREATE FUNCTION tell_programme() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM record_change(entity_id) FROM public_document WHERE programme = NEW.slug ORDER BY entity_id;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER programme_told AFTER UPDATE ON programme_text DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.status, OLD.runs_until) IS DISTINCT FROM (NEW.status, NEW.runs_until)) EXECUTE FUNCTION tell_programme();

-- Records say more than before: what was told is told anew.
SELECT lock_changes();
UPDATE change SET seq = nextval('change_seq') WHERE NOT deleted;
