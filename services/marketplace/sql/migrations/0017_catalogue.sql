-- A ministry's new type of document costs nothing here: types are rows. One that a feed tells of is noted with the house
-- that was the first to tell of it; it is given out as soon as the schema lists it (the service says so when it starts).
CREATE TABLE document_type (
  name      text PRIMARY KEY,
  category  text NOT NULL CHECK (category IN ('SUPPORT_OFFER', 'PROJECT', 'DATASET')),
  house     text NOT NULL,
  is_listed boolean NOT NULL DEFAULT false
);
INSERT INTO document_type (name, category, house, is_listed)
SELECT name, category, house, true FROM (VALUES
  ('CompetitionRound', 'SUPPORT_OFFER', 'cip'), ('FundingCall', 'SUPPORT_OFFER', 'cip'), ('FundedProject', 'PROJECT', 'cip'),
  ('Workshop', 'SUPPORT_OFFER', 'ideenwerkstatt'), ('AiConsultation', 'SUPPORT_OFFER', 'ideenwerkstatt'),
  ('PilotCall', 'SUPPORT_OFFER', 'ideenwerkstatt'), ('ComputeQuota', 'SUPPORT_OFFER', 'ideenwerkstatt'),
  ('PilotProject', 'PROJECT', 'ideenwerkstatt'),
  ('DataConsultation', 'SUPPORT_OFFER', 'civic_data_lab'), ('DataProjectCall', 'SUPPORT_OFFER', 'civic_data_lab'),
  ('LearningModule', 'SUPPORT_OFFER', 'civic_data_lab'), ('CommunityFormat', 'SUPPORT_OFFER', 'civic_data_lab'),
  ('DataProject', 'PROJECT', 'civic_data_lab'), ('Dataset', 'DATASET', 'civic_data_lab'),
  ('ProjectCounselling', 'SUPPORT_OFFER', 'marketplace'), ('CommunityEvent', 'SUPPORT_OFFER', 'marketplace'),
  ('AcceleratorProgramme', 'SUPPORT_OFFER', 'marketplace')) AS known (name, category, house);

-- The status is now what somebody decided; what is shown follows from the time.
ALTER TABLE catalogue_entry
  DROP CONSTRAINT catalogue_entry_type_name_check,
  DROP CONSTRAINT catalogue_entry_status_check,
  ADD FOREIGN KEY (type_name) REFERENCES document_type,
  ADD CHECK (status IN ('ANNOUNCED', 'OPEN', 'CLOSED', 'PAUSED', 'ENDED', 'CANCELLED', -- offers
    'PLANNED', 'RUNNING', 'COMPLETED', 'DISCONTINUED', -- projects, which may be PAUSED too
    'PUBLISHED', 'DEPRECATED', 'WITHDRAWN')), -- data sets
  ALTER category DROP EXPRESSION,
  ALTER category SET NOT NULL,
  ADD opens_at timestamptz,
  ADD ends_at timestamptz;

CREATE FUNCTION categorise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT t.category INTO NEW.category FROM document_type t WHERE t.name = NEW.type_name;
  RETURN NEW;
END $$;
CREATE TRIGGER entry_categorised BEFORE INSERT OR UPDATE OF type_name, category ON catalogue_entry
  FOR EACH ROW EXECUTE FUNCTION categorise();

-- What is shown of an entry at a moment. The ministries tell the times of an offer with its programme in them; of the
-- marketplace's own the programme is here, and an event has an end of its own.
CREATE FUNCTION entries_at(moment timestamptz) RETURNS TABLE (entity_id text, shown text)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT c.entity_id, CASE c.category WHEN 'SUPPORT_OFFER' THEN shown_offer_status(
      c.status, c.opens_at, c.apply_until, coalesce(e.ends_at, c.ends_at),
      shown_programme_status(p.status, p.runs_from, p.runs_until, berlin_day(moment)), moment, true)
    ELSE c.status END
  FROM catalogue_entry c
  LEFT JOIN community_event e ON e.id = c.entity_id
  LEFT JOIN civic_coding_programme p ON p.slug = c.programme_slug
$$;

DROP FUNCTION offers_found(jsonb);
-- wanted has the fields of SupportOfferFilter; its order is: open first, then near deadlines.
CREATE FUNCTION offers_found(wanted jsonb, moment timestamptz)
RETURNS TABLE (id text, place integer, deadline timestamptz, shown text) LANGUAGE sql STABLE AS $$
  SELECT c.entity_id, array_position('{OPEN,ANNOUNCED,PAUSED,CLOSED,ENDED}'::text[], s.shown),
    coalesce(c.apply_until, '9999-12-31T00:00Z'), s.shown
  FROM catalogue_entry c JOIN entries_at(moment) s ON s.entity_id = c.entity_id
  WHERE c.category = 'SUPPORT_OFFER' AND EXISTS (SELECT FROM document_type t WHERE t.name = c.type_name AND t.is_listed)
    AND (NOT wanted ? 'kinds' OR wanted -> 'kinds' ? c.kind)
    AND (NOT wanted ? 'status' OR wanted -> 'status' ? s.shown)
    AND (NOT wanted ? 'programmes' OR wanted -> 'programmes' ? c.programme_slug)
    AND (NOT wanted ? 'topicSlugs' OR EXISTS (SELECT FROM topic t
      WHERE t.slug = ANY (c.topics) AND (wanted -> 'topicSlugs' ? t.slug OR wanted -> 'topicSlugs' ? t.parent_slug)))
    AND (NOT wanted ? 'audiences' OR c.audiences = '{}'
      OR c.audiences && ARRAY(SELECT jsonb_array_elements_text(wanted -> 'audiences')))
    AND (NOT wanted ? 'applyBefore' OR c.apply_until < (wanted ->> 'applyBefore')::timestamptz)
$$;

-- A document of a type that the schema does not list is none for matching; nor is what somebody closed or ended. What the
-- time closed is found out when a result is given out: the index does not hear of it.
CREATE OR REPLACE VIEW document AS
  SELECT i.id AS entity_id, 'Idea' AS type_name, 'IDEA' AS kind, 'PUBLIC' AS visibility, i.author_id AS owner_id,
    i.origin_programme AS programme_slug, x.search_text,
    ARRAY(SELECT topic_slug FROM idea_topic WHERE idea_id = i.id ORDER BY topic_slug) AS topics,
    array_remove(ARRAY[i.region_ars], NULL) AS regions,
    '{}'::text[] AS offers,
    ARRAY(SELECT DISTINCT kind FROM open_role WHERE idea_id = i.id AND NOT filled ORDER BY kind) AS seeks,
    i.tsv
  FROM idea i JOIN idea_text x ON x.id = i.id
  WHERE i.status IN ('PUBLISHED', 'IN_IMPLEMENTATION', 'COMPLETED')
UNION ALL
  SELECT p.id, 'Profile', 'PROFILE', p.visibility, p.owner_id, NULL,
    x.search_text,
    ARRAY(SELECT topic_slug FROM actor_topic WHERE actor_id = p.owner_id ORDER BY topic_slug),
    ARRAY(SELECT a.region_ars FROM actor a WHERE a.id = p.owner_id AND a.region_ars IS NOT NULL), p.offers, p.seeks, p.tsv
  FROM profile p JOIN profile_text x ON x.id = p.id
  WHERE p.status = 'PUBLISHED' AND p.visibility IN ('PUBLIC', 'MEMBERS')
    AND coalesce((SELECT m.state FROM member m WHERE m.actor_id = p.owner_id), 'ACTIVE') = 'ACTIVE'
    AND (SELECT count(*) FROM current_consent c
         WHERE c.actor_id = p.owner_id AND c.granted AND c.purpose IN ('PROFILE_PUBLIC', 'MATCHING')) = 2
UNION ALL
  SELECT c.entity_id, c.type_name, c.category, 'PUBLIC', NULL, c.programme_slug,
    concat_ws(E'\n', c.title ->> 'de', c.title ->> 'en', c.summary ->> 'de', c.summary ->> 'en',
      (SELECT string_agg(t.label ->> 'de', ', ' ORDER BY t.slug) FROM topic t WHERE t.slug = ANY (c.topics))),
    c.topics, c.regions, '{}'::text[], '{}'::text[], c.tsv
  FROM catalogue_entry c
  WHERE EXISTS (SELECT FROM document_type t WHERE t.name = c.type_name AND t.is_listed)
    AND ((c.category = 'SUPPORT_OFFER' AND c.status IN ('ANNOUNCED', 'OPEN'))
     OR (c.category = 'PROJECT')
     OR (c.category = 'DATASET' AND c.status = 'PUBLISHED'));
