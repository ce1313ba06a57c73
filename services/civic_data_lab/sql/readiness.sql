-- Data for ideas. A key is a JSON text (services.civic_data_lab.rules.readiness.need_key): id, topics, ars, area, words. Only
-- what everybody may see is counted: a key is no proof of anything.

-- name: readiness_of_ideas
-- row: ReadinessRow
SELECT asked.key AS parent,
  EXISTS (
    SELECT FROM dataset_topic t JOIN dataset d ON d.id = t.dataset_id
    WHERE d.status = 'PUBLISHED' AND d.access_rights = 'PUBLIC'
      AND t.topic_slug IN (SELECT jsonb_array_elements_text(asked.key::jsonb -> 'topics')
                           UNION ALL SELECT w.slug FROM topic_within w
                           WHERE w.within IN (SELECT jsonb_array_elements_text(asked.key::jsonb -> 'topics')))) AS fits,
  EXISTS (
    SELECT FROM data_project p
    JOIN dataset_usage u ON u.project_type = 'DataProject' AND u.project_id = p.id
    JOIN dataset d ON d.id = u.dataset_id
    WHERE p.idea_id = asked.key::jsonb ->> 'id' AND stage_is_public(p.stage) AND d.status IN ('PUBLISHED', 'DEPRECATED'))
    AS is_used
FROM unnest($1::text[]) AS asked (key);

-- name: recommended_datasets
-- row: RecommendedRow
-- Public data sets under an open licence of the topics, those first that name words of the need and are of the region:
-- keys, limit for each. The score is from 0 to 1.
SELECT s.*, asked.key AS parent
FROM unnest($1::text[]) AS asked (key)
CROSS JOIN LATERAL (
  SELECT d.*, hit.topics,
         hit.words,
         hit.same_region,
         (0.25 * least(hit.topics, 2) + 0.1 * least(cardinality(hit.words), 3)
          + CASE WHEN hit.same_region THEN 0.2 ELSE 0 END)::float8 AS score
  FROM dataset_view d
  CROSS JOIN LATERAL (
    SELECT
      (SELECT count(*)::integer FROM dataset_topic t WHERE t.dataset_id = d.id AND t.topic_slug IN (
         SELECT jsonb_array_elements_text(asked.key::jsonb -> 'topics')
         UNION ALL SELECT w.slug FROM topic_within w
         WHERE w.within IN (SELECT jsonb_array_elements_text(asked.key::jsonb -> 'topics')))) AS topics,
      ARRAY(SELECT word FROM jsonb_array_elements_text(asked.key::jsonb -> 'words') word
            WHERE strpos(lower(concat_ws(' ', d.title ->> 'de', d.description ->> 'de', array_to_string(d.keywords, ' '))),
                         word) > 0) AS words,
      EXISTS (SELECT FROM dataset_region r WHERE r.dataset_id = d.id
              AND (r.ars LIKE asked.key::jsonb ->> 'area' OR asked.key::jsonb ->> 'ars' LIKE rtrim(r.ars, '0') || '%'))
        AS same_region
  ) hit
  WHERE d.status = 'PUBLISHED' AND d.access_rights = 'PUBLIC' AND d.has_open_license
    AND d.id IN (
      SELECT t.dataset_id FROM dataset_topic t WHERE t.topic_slug IN (
        SELECT jsonb_array_elements_text(asked.key::jsonb -> 'topics')
        UNION ALL SELECT w.slug FROM topic_within w
        WHERE w.within IN (SELECT jsonb_array_elements_text(asked.key::jsonb -> 'topics'))))
  ORDER BY score DESC, d.newest DESC, d.id
  LIMIT $2
) s;

-- name: open_offers_of_type
-- row: OfferUnder
-- The newest open offers of each type: types, moment, limit for each.
SELECT o.id, o.type_name, o.published_on, o.title ->> 'de' AS title,
       coalesce(o.apply_until, '9999-01-01Z'::timestamptz) AS closes_at, asked.type_name AS parent
FROM unnest($1::text[]) AS asked (type_name)
CROSS JOIN LATERAL (
  SELECT * FROM offers_at($2::timestamptz) WHERE type_name = asked.type_name AND status = 'OPEN'
  ORDER BY published_on DESC, id LIMIT $3
) o;
