-- What hybrid matching reads: the parts of each document, which are embedded apart, and its words for looking up.

-- Parts by name (services/marketplace/matching/parts.py); missing ones are left out.
CREATE VIEW idea_parts AS
  SELECT i.id, jsonb_strip_nulls(jsonb_build_object(
    'TITLE', i.title, 'SUMMARY', i.summary,
    'BODY', concat_ws(E'\n', i.problem, i.solution, i.common_good_benefit, i.data_needs,
      nullif(array_to_string(i.target_groups, ', '), '')),
    'TOPICS', (SELECT string_agg(t.label ->> CASE WHEN i.language = 'EN' AND t.label ? 'en' THEN 'en' ELSE 'de' END, ' '
      ORDER BY t.slug) FROM idea_topic it JOIN topic t ON t.slug = it.topic_slug WHERE it.idea_id = i.id),
    'SKILLS', (SELECT string_agg(r.description, ' ' ORDER BY r.id) FROM open_role r WHERE r.idea_id = i.id AND NOT r.filled)
  )) AS parts
  FROM idea i;

CREATE VIEW profile_parts AS
  SELECT p.id, jsonb_strip_nulls(jsonb_build_object(
    'HEADLINE', p.headline, 'BODY', p.about,
    'TOPICS', (SELECT string_agg(t.label ->> CASE WHEN p.language = 'EN' AND t.label ? 'en' THEN 'en' ELSE 'de' END, ' '
      ORDER BY t.slug) FROM actor_topic x JOIN topic t ON t.slug = x.topic_slug WHERE x.actor_id = p.owner_id),
    'SKILLS', (SELECT string_agg(s.label ->> CASE WHEN p.language = 'EN' AND s.label ? 'en' THEN 'en' ELSE 'de' END, ' '
      ORDER BY s.slug) FROM profile_skill ps JOIN skill s ON s.slug = ps.skill_slug WHERE ps.profile_id = p.id)
  )) AS parts
  FROM profile p;

CREATE VIEW document_parts AS
  SELECT id AS entity_id, parts FROM idea_parts
UNION ALL
  SELECT id, parts FROM profile_parts
UNION ALL
  SELECT c.entity_id, jsonb_strip_nulls(jsonb_build_object(
    'TITLE', concat_ws(E'\n', c.title ->> 'de', c.title ->> 'en'),
    'SUMMARY', nullif(concat_ws(E'\n', c.summary ->> 'de', c.summary ->> 'en'), ''),
    'TOPICS', (SELECT string_agg(t.label ->> 'de', ' ' ORDER BY t.slug) FROM topic t WHERE t.slug = ANY (c.topics))))
  FROM catalogue_entry c;

-- The terms of a text: German and English stems, and of longer words each run of five letters, so that a part of a
-- compound finds the compound (Hochwasser, Hochwasserwarnung, Warnung). Stop words are none.
CREATE FUNCTION terms_of(words text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  WITH kept AS (
    SELECT word FROM unnest(tsvector_to_array(to_tsvector('simple', left(words, 20000)))) word
    WHERE to_tsvector('german', word) <> '' AND to_tsvector('english', word) <> ''
  )
  SELECT coalesce(array_agg(DISTINCT term), '{}') FROM (
    SELECT unnest(tsvector_to_array(to_tsvector('german', word))) AS term FROM kept
    UNION ALL
    SELECT unnest(tsvector_to_array(to_tsvector('english', word))) FROM kept
    UNION ALL
    SELECT '~' || substr(word, start, 5) FROM kept, generate_series(1, length(word) - 4) start
  ) every
$$;

-- Written by whoever embeds the document; whether it may be shown, the view "document" says.
CREATE TABLE document_terms (
  entity_id text PRIMARY KEY,
  terms     text[] NOT NULL
);
CREATE INDEX document_terms_terms ON document_terms USING gin (terms);
