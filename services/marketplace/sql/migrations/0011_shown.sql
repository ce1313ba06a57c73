-- Asking which of some documents may still be shown looks at these alone: of a profile, region and membership of its owner
-- are now looked up where they are needed, so that no plan begins with all actors. The rule is what it was.
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
  WHERE (c.category = 'SUPPORT_OFFER' AND c.status IN ('ANNOUNCED', 'OPEN'))
     OR (c.category = 'PROJECT')
     OR (c.category = 'DATASET' AND c.status = 'PUBLISHED');
