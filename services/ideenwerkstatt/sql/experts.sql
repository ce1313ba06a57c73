-- name: experts_by_id
-- row: ExpertRow
SELECT * FROM expert_view WHERE id = ANY($1::text[]);

-- name: experts_by_actor
-- row: ExpertRow
SELECT * FROM expert_view WHERE actor_id = ANY($1::text[]);

-- name: experts
-- row: ExpertRow
-- Topic (with its sub-topics, as far as the copy of the tree knows them), after (id), limit.
SELECT *
FROM expert_view e
WHERE ($1::text IS NULL OR EXISTS (
    SELECT FROM entity_topic t
    WHERE t.entity_id = e.id
      AND t.topic_slug = ANY(ARRAY(SELECT $1 UNION ALL SELECT slug FROM topic_within WHERE within = $1))))
  AND id > coalesce($2::text, '')
ORDER BY id
LIMIT $3;

-- name: expert_place
-- row: str
SELECT id FROM expert WHERE id = $1;
