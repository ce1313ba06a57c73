-- What triggers tell happened when the house's clock says, as all else that is told: whoever changes something says the
-- moment for the rest of the transaction (statements caused_by and told_at). Only what no verb does, such as a seed or a
-- hand at the database, has no other clock than the database's.
CREATE FUNCTION told_at() RETURNS timestamptz LANGUAGE sql VOLATILE
RETURN coalesce(nullif(current_setting('civic.told_at', true), '')::timestamptz, clock_timestamp());

CREATE OR REPLACE FUNCTION tell_topic(told text, above text, is_gone boolean) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox (kind, subject_type, subject_id, payload, at)
  VALUES ('topic.changed', 'Topic', told,
    jsonb_build_object('slug', told, 'parent', above) || CASE WHEN is_gone THEN '{"isGone": true}' ELSE '{}' END::jsonb,
    told_at())
$$;

CREATE OR REPLACE FUNCTION tell_actor_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told text := CASE TG_TABLE_NAME
    WHEN 'actor' THEN CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ->> 'id' ELSE to_jsonb(NEW) ->> 'id' END
    ELSE CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ->> 'actor_id' ELSE to_jsonb(NEW) ->> 'actor_id' END END;
  fact jsonb := coalesce(told_actor(told), '{"kind": "MEMBER", "state": "GONE", "sector": null, "isNonProfit": null}');
BEGIN
  INSERT INTO outbox (kind, subject_type, subject_id, payload, at)
  VALUES ('actor.changed', CASE fact ->> 'kind' WHEN 'MEMBER' THEN 'Member' ELSE 'Organisation' END, told, fact,
    told_at());
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tell_document(told text, kind text, is_gone boolean) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox (kind, subject_type, subject_id, payload, at)
  VALUES ('document.changed', kind, told,
    jsonb_build_object('type', kind) || CASE WHEN is_gone THEN '{"isGone": true}' ELSE '{}' END::jsonb, told_at())
$$;

CREATE OR REPLACE FUNCTION tell_mandate(organisation text, member text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox (kind, subject_type, subject_id, actor_ids, payload, at)
  SELECT 'organisation.member_changed', 'Organisation', organisation,
    CASE WHEN coalesce(cause, '') IN ('', member) THEN '{}' ELSE ARRAY[member] END,
    jsonb_build_object('organisationId', organisation, 'memberId', member, 'actsFor', acts_for(member, organisation)),
    told_at()
  FROM current_setting('civic.caused_by', true) cause
$$;
