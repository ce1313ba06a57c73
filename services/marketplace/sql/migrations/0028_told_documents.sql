-- Which projects and data sets there are is told to the ministries: with a copy they know each other's while the
-- marketplace is away. Only that there is one, or no more; what it says is read where it is.

CREATE FUNCTION tell_document(told text, kind text, is_gone boolean) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox (kind, subject_type, subject_id, payload, at)
  VALUES ('document.changed', kind, told,
    jsonb_build_object('type', kind) || CASE WHEN is_gone THEN '{"isGone": true}' ELSE '{}' END::jsonb, clock_timestamp())
$$;

CREATE FUNCTION tell_document_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    PERFORM tell_document(OLD.entity_id, OLD.type_name, true);
  ELSE
    PERFORM tell_document(NEW.entity_id, NEW.type_name, false);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER document_told AFTER INSERT ON catalogue_entry FOR EACH ROW
  WHEN (NEW.category IN ('PROJECT', 'DATASET')) EXECUTE FUNCTION tell_document_change();
CREATE TRIGGER document_change_told AFTER UPDATE ON catalogue_entry FOR EACH ROW
  WHEN (NEW.category IN ('PROJECT', 'DATASET') AND OLD.type_name <> NEW.type_name) EXECUTE FUNCTION tell_document_change();
CREATE TRIGGER document_end_told AFTER DELETE ON catalogue_entry FOR EACH ROW
  WHEN (OLD.category IN ('PROJECT', 'DATASET')) EXECUTE FUNCTION tell_document_change();

CREATE OR REPLACE VIEW outbox_snapshot AS
  SELECT 'topic.changed'::text AS kind, 'Topic'::text AS subject_type, slug AS subject_id, '{}'::text[] AS actor_ids,
    jsonb_build_object('slug', slug, 'parent', parent_slug) AS payload
  FROM topic
  UNION ALL
  SELECT 'actor.changed', CASE kind WHEN 'MEMBER' THEN 'Member' ELSE 'Organisation' END, id, '{}', told_actor(id)
  FROM actor
  UNION ALL
  SELECT 'organisation.member_changed', 'Organisation', organisation_id || ' ' || member_id, ARRAY[member_id],
    jsonb_build_object('organisationId', organisation_id, 'memberId', member_id,
      'actsFor', role = 'ADMIN' AND verified)
  FROM organisation_membership
  UNION ALL
  SELECT 'document.changed', type_name, entity_id, '{}', jsonb_build_object('type', type_name)
  FROM catalogue_entry WHERE category IN ('PROJECT', 'DATASET');
