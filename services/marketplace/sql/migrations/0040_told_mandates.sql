-- Who acts for whom is told to the member whom it concerns, but not to who caused it; and only where somebody caused it:
-- what is seeded, moved or read again is for the copies of the ministries alone.
CREATE OR REPLACE FUNCTION tell_mandate(organisation text, member text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox (kind, subject_type, subject_id, actor_ids, payload, at)
  SELECT 'organisation.member_changed', 'Organisation', organisation,
    CASE WHEN coalesce(cause, '') IN ('', member) THEN '{}' ELSE ARRAY[member] END,
    jsonb_build_object('organisationId', organisation, 'memberId', member, 'actsFor', acts_for(member, organisation)),
    clock_timestamp()
  FROM current_setting('civic.caused_by', true) cause
$$;

CREATE OR REPLACE VIEW outbox_snapshot AS
  SELECT 'topic.changed'::text AS kind, 'Topic'::text AS subject_type, slug AS subject_id, '{}'::text[] AS actor_ids,
    jsonb_build_object('slug', slug, 'parent', parent_slug) AS payload
  FROM topic
  UNION ALL
  SELECT 'actor.changed', CASE kind WHEN 'MEMBER' THEN 'Member' ELSE 'Organisation' END, id, '{}', told_actor(id)
  FROM actor
  UNION ALL
  SELECT 'organisation.member_changed', 'Organisation', organisation_id || ' ' || member_id, '{}',
    jsonb_build_object('organisationId', organisation_id, 'memberId', member_id,
      'actsFor', role = 'ADMIN' AND verified)
  FROM organisation_membership
  UNION ALL
  SELECT 'document.changed', type_name, entity_id, '{}', jsonb_build_object('type', type_name)
  FROM catalogue_entry WHERE category IN ('PROJECT', 'DATASET');
