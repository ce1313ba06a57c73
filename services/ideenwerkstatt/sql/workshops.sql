-- Workshops as they are shown at a moment: see offers_at. A topic means itself and, as far as the copy of the tree
-- (topic_within) knows them, its sub-topics.

-- name: workshops_by_id
-- row: WorkshopRow
SELECT o.*, w.format, w.starts_at, w.ends_at, w.venue_name, w.venue_street, w.venue_postal_code, w.venue_city, w.is_online,
       w.region_nuts, w.region_name, w.capacity, w.seats_free, w.accessibility, w.host_ids, w.expert_ids
FROM workshop_view w JOIN offers_at($2) o USING (id)
WHERE id = ANY($1::text[]);

-- name: workshops
-- row: WorkshopRow
-- order: BEGINNING moment w.starts_at
-- order: TITLE text o.title ->> 'de'
-- Moment, from, until (both included), topics (any of them), region (a NUTS code contains the codes that it begins),
-- seats, after (instant, id), limit. The instant alone is a condition of its own: an index finds it.
SELECT o.*, w.format, w.starts_at, w.ends_at, w.venue_name, w.venue_street, w.venue_postal_code, w.venue_city, w.is_online,
       w.region_nuts, w.region_name, w.capacity, w.seats_free, w.accessibility, w.host_ids, w.expert_ids
FROM workshop_view w JOIN offers_at($1) o USING (id)
WHERE ($2::timestamptz IS NULL OR w.starts_at >= $2)
  AND ($3::timestamptz IS NULL OR w.starts_at <= $3)
  AND ($4::text[] IS NULL
       OR w.topic_slugs && ARRAY(SELECT unnest($4) UNION ALL SELECT slug FROM topic_within WHERE within = ANY($4)))
  AND ($5::text IS NULL OR starts_with(w.region_nuts, $5))
  AND (NOT $6::boolean OR w.seats_free > 0)
  AND {after id $7 $8}
ORDER BY {order id}
LIMIT $9;

-- name: workshop_place
-- row: place
-- order: BEGINNING moment w.starts_at
-- order: TITLE text o.title ->> 'de'
SELECT {by} FROM workshop w JOIN support_offer o USING (id) WHERE id = $1;

-- name: workshops_of_topic
-- row: WorkshopUnder
-- order: BEGINNING moment w.starts_at
-- order: TITLE text o.title ->> 'de'
-- Workshops of each topic: topics, moment, first and last moment of the beginning, after (place, id), limit for each.
SELECT w.*, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT o.*, w.format, w.starts_at, w.ends_at, w.venue_name, w.venue_street, w.venue_postal_code, w.venue_city, w.is_online,
         w.region_nuts, w.region_name, w.capacity, w.seats_free, w.accessibility, w.host_ids, w.expert_ids
  FROM workshop_view w JOIN offers_at($2) o USING (id)
  WHERE id IN (
    SELECT entity_id FROM entity_topic
    WHERE topic_slug IN (SELECT asked.slug UNION ALL SELECT slug FROM topic_within WHERE within = asked.slug))
    AND {within moment $3 $4 w.starts_at}
    AND {after id $5 $6}
  ORDER BY {order id}
  LIMIT $7
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
