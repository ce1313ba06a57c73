-- Accounts, wordings of consents, former members who may claim their membership, and what the ministries hear of it.

ALTER TABLE consent DROP CONSTRAINT consent_purpose_check;
ALTER TABLE consent ADD CONSTRAINT consent_purpose_check CHECK (purpose IN ('TERMS_OF_USE', 'PROFILE_PUBLIC', 'MATCHING',
  'CONTACT_BY_MINISTRIES', 'NEWSLETTER', 'RESEARCH_STATISTICS', 'CIP_MIGRATION'));

-- Versions are never changed; the newest that is valid on a day is asked for.
CREATE TABLE consent_text (
  purpose     text NOT NULL CHECK (purpose IN ('TERMS_OF_USE', 'PROFILE_PUBLIC', 'MATCHING', 'CONTACT_BY_MINISTRIES',
                'NEWSLETTER', 'RESEARCH_STATISTICS', 'CIP_MIGRATION')),
  version     text NOT NULL,
  text        jsonb NOT NULL CHECK (text ? 'de'),
  valid_from  date NOT NULL,
  is_required boolean NOT NULL,
  PRIMARY KEY (purpose, version)
);
CREATE TRIGGER consent_text_append_only BEFORE UPDATE OR DELETE ON consent_text
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

INSERT INTO consent_text (purpose, version, valid_from, is_required, text) VALUES
  ('TERMS_OF_USE', '2021-06', '2020-01-01', true, '{
    "de": "Ich nutze die Plattform für Vorhaben, die dem Gemeinwohl dienen, und stelle nur ein, was ich einstellen darf.",
    "en": "I use the platform for projects that serve the common good, and publish only what I may publish.",
    "deSimple": "Ich nutze die Seite für gute Zwecke. Ich schreibe nur, was ich schreiben darf."}'),
  ('TERMS_OF_USE', '2025-07', '2025-07-01', true, '{
    "de": "Ich nutze Civic Coding für Vorhaben, die dem Gemeinwohl dienen, stelle nur ein, was ich einstellen darf, und gehe mit anderen respektvoll um. Die Regeln der drei Ministerien für Meldungen und Widersprüche gelten.",
    "en": "I use Civic Coding for projects that serve the common good, publish only what I may publish, and treat others with respect. The three ministries'' rules on reports and appeals apply.",
    "deSimple": "Ich nutze Civic Coding für gute Zwecke. Ich schreibe nur, was ich schreiben darf. Ich bin freundlich zu anderen."}'),
  ('PROFILE_PUBLIC', '2021-06', '2020-01-01', false, '{
    "de": "Mein Profil darf auf dem Profilmarkt gezeigt werden.",
    "en": "My profile may be shown on the profile market.",
    "deSimple": "Andere dürfen mein Profil sehen."}'),
  ('MATCHING', '2021-06', '2020-01-01', false, '{
    "de": "Meine Texte dürfen maschinell mit denen anderer verglichen werden, um mir und anderen Vorschläge zu machen.",
    "en": "My texts may be compared by machine with those of others, to make suggestions to me and to them.",
    "deSimple": "Ein Computer darf meine Texte mit anderen Texten vergleichen. Dann bekomme ich Vorschläge."}'),
  ('CONTACT_BY_MINISTRIES', '2021-06', '2020-01-01', false, '{
    "de": "Die drei Ministerien dürfen mich zu meinen Ideen anschreiben.",
    "en": "The three ministries may write to me about my ideas.",
    "deSimple": "Die Ministerien dürfen mir schreiben."}'),
  ('NEWSLETTER', '2021-06', '2020-01-01', false, '{
    "de": "Ich möchte den Newsletter bekommen.",
    "en": "I want to get the newsletter.",
    "deSimple": "Ich möchte Neues in einer E-Mail lesen."}'),
  ('RESEARCH_STATISTICS', '2021-06', '2020-01-01', false, '{
    "de": "Meine Angaben dürfen ohne Namen für die Begleitforschung ausgewertet werden.",
    "en": "What I tell may be used for accompanying research, without my name.",
    "deSimple": "Forscher dürfen meine Angaben ohne meinen Namen nutzen."}'),
  ('CIP_MIGRATION', '2025-11', '2020-01-01', false, '{
    "de": "Meine Mitgliedschaft in der CIP-Community und meine Ideen von dort gehen in mein Konto bei Civic Coding über.",
    "en": "My membership of the CIP community and my ideas from there move into my account at Civic Coding.",
    "deSimple": "Meine Mitgliedschaft von früher kommt in mein neues Konto."}');

-- What only the account itself and who may write to it need.
CREATE TABLE account (
  actor_id      text PRIMARY KEY REFERENCES member (actor_id) DEFERRABLE,
  email         text,
  registered_at timestamptz NOT NULL
);

-- The letter to a former member of the CIP community. Of the token only its hash is kept; a new one ends the old one.
CREATE TABLE membership_invitation (
  token_hash        text PRIMARY KEY,
  cip_member_number text NOT NULL,
  invited_at        timestamptz NOT NULL,
  expires_at        timestamptz NOT NULL,
  state             text NOT NULL CHECK (state IN ('OPEN', 'REPLACED', 'ACCEPTED', 'DECLINED', 'EXPIRED')),
  claimed_by        text REFERENCES member (actor_id) DEFERRABLE
);
CREATE UNIQUE INDEX membership_invitation_open ON membership_invitation (cip_member_number) WHERE state = 'OPEN';
CREATE INDEX membership_invitation_due ON membership_invitation (expires_at) WHERE state = 'OPEN';

-- Wrong tokens of somebody; whoever tries ten in an hour has to wait.
CREATE TABLE wrong_token (
  actor_id text NOT NULL,
  at       timestamptz NOT NULL
);
CREATE INDEX wrong_token_newest ON wrong_token (actor_id, at DESC);

-- Ids of place-holders keep leading to who they were.
CREATE TABLE actor_alias (
  old_id text PRIMARY KEY,
  new_id text NOT NULL REFERENCES actor DEFERRABLE
);
CREATE INDEX actor_alias_new ON actor_alias (new_id);

-- The ministries keep copies of who is who, and who acts for whom: whoever writes the tables, they hear of it.
CREATE FUNCTION told_actor(actor text) RETURNS jsonb LANGUAGE sql STABLE AS $$
  SELECT jsonb_build_object('kind', a.kind, 'state', coalesce(m.state, CASE WHEN a.kind = 'MEMBER' THEN 'GONE' ELSE 'ACTIVE' END),
    'sector', a.sector, 'isNonProfit', o.is_non_profit)
  FROM actor a LEFT JOIN member m ON m.actor_id = a.id LEFT JOIN organisation o ON o.actor_id = a.id
  WHERE a.id = actor
$$;

CREATE FUNCTION tell_actor_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  told text := CASE TG_TABLE_NAME
    WHEN 'actor' THEN CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ->> 'id' ELSE to_jsonb(NEW) ->> 'id' END
    ELSE CASE TG_OP WHEN 'DELETE' THEN to_jsonb(OLD) ->> 'actor_id' ELSE to_jsonb(NEW) ->> 'actor_id' END END;
  fact jsonb := coalesce(told_actor(told), '{"kind": "MEMBER", "state": "GONE", "sector": null, "isNonProfit": null}');
BEGIN
  INSERT INTO outbox (kind, subject_type, subject_id, payload, at)
  VALUES ('actor.changed', CASE fact ->> 'kind' WHEN 'MEMBER' THEN 'Member' ELSE 'Organisation' END, told, fact,
    clock_timestamp());
  RETURN NULL;
END $$;
-- At the end of the transaction, when an account is whole.
CREATE CONSTRAINT TRIGGER member_told AFTER INSERT OR UPDATE OR DELETE ON member
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_actor_change();
CREATE CONSTRAINT TRIGGER organisation_told AFTER INSERT OR UPDATE OR DELETE ON organisation
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_actor_change();
CREATE CONSTRAINT TRIGGER actor_sector_told AFTER UPDATE OF sector ON actor
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_actor_change();

CREATE FUNCTION tell_mandate(organisation text, member text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO outbox (kind, subject_type, subject_id, actor_ids, payload, at)
  VALUES ('organisation.member_changed', 'Organisation', organisation, ARRAY[member],
    jsonb_build_object('organisationId', organisation, 'memberId', member, 'actsFor', acts_for(member, organisation)),
    clock_timestamp())
$$;

CREATE FUNCTION tell_mandate_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM tell_mandate(OLD.organisation_id, OLD.member_id);
  END IF;
  IF TG_OP = 'INSERT' OR (TG_OP = 'UPDATE' AND (NEW.organisation_id, NEW.member_id) <> (OLD.organisation_id, OLD.member_id)) THEN
    PERFORM tell_mandate(NEW.organisation_id, NEW.member_id);
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER mandate_told AFTER INSERT OR UPDATE OR DELETE ON organisation_membership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION tell_mandate_change();

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
  FROM organisation_membership;

-- Who has registered sees what is for members; a login alone is not enough.
CREATE FUNCTION is_member(viewer text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT viewer IS NOT NULL AND EXISTS (SELECT FROM member m WHERE m.actor_id = viewer AND m.state = 'ACTIVE')
$$;

CREATE OR REPLACE FUNCTION may_see_profile(owner text, status text, visibility text, viewer text, staff boolean)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT (
    status = 'PUBLISHED' AND (visibility = 'PUBLIC' OR (visibility = 'MEMBERS' AND is_member(viewer)))
    AND has_consent(owner, 'PROFILE_PUBLIC') AND is_present(owner)
  ) OR (staff AND visibility <> 'PRIVATE') OR (viewer IS NOT NULL AND acts_for(viewer, owner))
$$;

-- The ideas of a topic with its sub-topics, of a region with its parts, of an actor's teams, and those that one follows.
CREATE OR REPLACE FUNCTION ideas_in_hub(hub text, key text) RETURNS TABLE (idea_id text) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT it.idea_id FROM idea_topic it JOIN topic t ON t.slug = it.topic_slug
    WHERE hub = 'TOPIC' AND key IN (t.slug, t.parent_slug)
  UNION ALL
  SELECT i.id FROM idea i WHERE hub = 'REGION' AND i.region_ars IN (SELECT p.ars FROM region_parts(key) p)
  UNION ALL
  SELECT t.idea_id FROM idea_team t WHERE hub = 'ACTOR' AND t.actor_id = key
  UNION ALL
  SELECT f.subject_id FROM follow f JOIN idea i ON i.id = f.subject_id WHERE hub = 'FOLLOWER' AND f.actor_id = key
$$;
CREATE INDEX IF NOT EXISTS follow_actor ON follow (actor_id, since DESC);
CREATE INDEX IF NOT EXISTS bookmark_actor ON bookmark (actor_id, since DESC);

-- wanted has the fields of IdeaFilter, and whose team or whose list it is; a missing one does not filter.
CREATE OR REPLACE FUNCTION ideas_found(wanted jsonb, viewer text, staff boolean)
RETURNS TABLE (id text, newest timestamptz, updated_at timestamptz, supporters bigint, relevance double precision)
LANGUAGE sql STABLE AS $$
  SELECT i.id, coalesce(i.published_at, i.created_at), i.updated_at,
    (SELECT count(*) FROM idea_support s WHERE s.idea_id = i.id),
    CASE WHEN wanted ? 'text' THEN ts_rank_cd(i.tsv, query_of(wanted ->> 'text'))::double precision ELSE 0 END
  FROM idea i
  WHERE may_see_idea(i.id, i.status, viewer, staff)
    AND (NOT wanted ? 'text' OR i.tsv @@ query_of(wanted ->> 'text'))
    AND (NOT wanted ? 'topicSlugs' OR EXISTS (SELECT FROM idea_topic it JOIN topic t ON t.slug = it.topic_slug
      WHERE it.idea_id = i.id AND (wanted -> 'topicSlugs' ? t.slug OR wanted -> 'topicSlugs' ? t.parent_slug)))
    AND (NOT wanted ? 'sdgs' OR EXISTS (SELECT FROM idea_sdg s
      WHERE s.idea_id = i.id AND wanted -> 'sdgs' @> to_jsonb(s.sdg)))
    AND (NOT wanted ? 'regionArs' OR i.region_ars IN (
      SELECT p.ars FROM jsonb_array_elements_text(wanted -> 'regionArs') whole, region_parts(whole) p))
    AND (NOT wanted ? 'status' OR wanted -> 'status' ? i.status)
    AND (NOT wanted ? 'maturity' OR wanted -> 'maturity' ? i.maturity)
    AND (NOT wanted ? 'aiMethods' OR i.ai_methods && ARRAY(SELECT jsonb_array_elements_text(wanted -> 'aiMethods')))
    AND (NOT wanted ? 'seeking' OR EXISTS (SELECT FROM open_role r
      WHERE r.idea_id = i.id AND NOT r.filled AND wanted -> 'seeking' ? r.kind))
    AND (NOT wanted ? 'sectors' OR EXISTS (SELECT FROM idea_team t JOIN actor a ON a.id = t.actor_id
      WHERE t.idea_id = i.id AND wanted -> 'sectors' ? a.sector))
    AND (NOT wanted ? 'originProgramme' OR i.origin_programme = wanted ->> 'originProgramme')
    AND (NOT wanted ? 'publishedSince' OR i.published_at >= (wanted ->> 'publishedSince')::timestamptz)
    AND (NOT wanted ? 'actor' OR EXISTS (SELECT FROM idea_team t WHERE t.idea_id = i.id AND t.actor_id = wanted ->> 'actor'))
    AND (NOT wanted ? 'follower' OR EXISTS (SELECT FROM follow f
      WHERE f.subject_id = i.id AND f.actor_id = wanted ->> 'follower'))
$$;
