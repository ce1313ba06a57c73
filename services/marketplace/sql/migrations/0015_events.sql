-- The hash of a request is made as before, so that a request which was answered before is still the same one.
INSERT INTO idempotency (actor_id, key, request_digest, response_id, at)
  SELECT actor_id, key, request, response, created_at FROM old_idempotency;
DROP TABLE old_idempotency;

-- The tree of topics is told by the table itself: whoever writes it, the ministries hear of it.
CREATE FUNCTION tell_topic(told text, above text, is_gone boolean) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox (kind, subject_type, subject_id, payload, at)
  VALUES ('topic.changed', 'Topic', told,
    jsonb_build_object('slug', told, 'parent', above) || CASE WHEN is_gone THEN '{"isGone": true}' ELSE '{}' END::jsonb,
    clock_timestamp())
$$;

CREATE FUNCTION tell_topic_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR OLD.slug <> NEW.slug) THEN
    PERFORM tell_topic(OLD.slug, NULL, true);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM tell_topic(NEW.slug, NEW.parent_slug, false);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER topic_told AFTER INSERT OR DELETE ON topic FOR EACH ROW EXECUTE FUNCTION tell_topic_change();
CREATE TRIGGER topic_change_told AFTER UPDATE ON topic FOR EACH ROW
  WHEN ((OLD.slug, OLD.parent_slug) IS DISTINCT FROM (NEW.slug, NEW.parent_slug)) EXECUTE FUNCTION tell_topic_change();

CREATE OR REPLACE VIEW outbox_snapshot AS
  SELECT 'topic.changed'::text AS kind, 'Topic'::text AS subject_type, slug AS subject_id, '{}'::text[] AS actor_ids,
    jsonb_build_object('slug', slug, 'parent', parent_slug) AS payload
  FROM topic;
