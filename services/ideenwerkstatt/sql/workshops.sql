-- name: workshops_by_id
-- row: WorkshopRow
SELECT * FROM workshop_view WHERE id = ANY($1::text[]);

-- name: workshops
-- row: WorkshopRow
-- From, until (both included), topics (any of them), region (a NUTS code contains the codes that it begins), seats,
-- after (instant, id), limit. The instant alone is a condition of its own: an index finds it.
SELECT *
FROM workshop_view
WHERE ($1::timestamptz IS NULL OR starts_at >= $1)
  AND ($2::timestamptz IS NULL OR starts_at <= $2)
  AND ($3::text[] IS NULL OR topic_slugs && $3)
  AND ($4::text IS NULL OR starts_with(region_nuts, $4))
  AND (NOT $5::boolean OR seats_free > 0)
  AND starts_at >= coalesce($6::timestamptz, '-infinity')
  AND (starts_at > coalesce($6::timestamptz, '-infinity') OR id > $7::text)
ORDER BY starts_at, id
LIMIT $8;

-- name: workshop_place
-- row: datetime
SELECT starts_at FROM workshop WHERE id = $1;

-- name: workshops_of_topic
-- row: OwnedWorkshopRow
-- The latest workshops of each topic: topics, limit for each.
SELECT w.*, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT v.*
  FROM entity_topic t JOIN workshop_view v ON v.id = t.entity_id
  WHERE t.topic_slug = asked.slug
  ORDER BY v.starts_at DESC, v.id
  LIMIT $2
) w;

-- name: materials_by_id
-- row: MaterialRow
SELECT id, workshop_id, title, url, license, media_type FROM material WHERE id = ANY($1::text[]);

-- name: materials_of_workshop
-- row: MaterialRow
SELECT id, workshop_id, title, url, license, media_type
FROM material
WHERE workshop_id = ANY($1::text[])
ORDER BY workshop_id, position, id;
