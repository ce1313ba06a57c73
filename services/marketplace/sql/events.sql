-- name: umbrella_state
-- row: str
-- The state of the marketplace's own programme on a day.
SELECT shown_programme_status(status, runs_from, runs_until, $1::date) FROM civic_coding_programme ORDER BY slug LIMIT 1;

-- name: lock_event
-- row: LockedEventRow
SELECT c.entity_id AS id, c.status AS stored, e.starts_at, e.ends_at, coalesce(e.capacity - e.seats_free, 0) AS taken
FROM catalogue_entry c JOIN community_event e ON e.id = c.entity_id WHERE c.entity_id = $1 FOR UPDATE OF c, e;

-- name: make_event_entry
-- row: none
INSERT INTO catalogue_entry (entity_id, type_name, programme_slug, kind, status, title, summary, topics, regions, audiences,
  apply_until, url, updated_at)
SELECT $1, 'CommunityEvent', p.slug, 'EVENT', $2, $3::jsonb, $4::jsonb, $5::text[], array_remove(ARRAY[$6], NULL), $7::text[],
  $8::timestamptz, $9, $10::timestamptz
FROM programme_ref p WHERE p.type_name = 'CivicCodingProgramme';

-- name: change_event_entry
-- row: none
UPDATE catalogue_entry SET status = $2, title = $3::jsonb, summary = $4::jsonb, topics = $5::text[],
  regions = array_remove(ARRAY[$6], NULL), audiences = $7::text[], apply_until = $8::timestamptz, url = $9, updated_at = $10::timestamptz
WHERE entity_id = $1;

-- name: save_event
-- row: none
-- $8: seats in all, $9: those of them that are taken.
INSERT INTO community_event (id, format, starts_at, ends_at, region_ars, is_online, accessibility, capacity, seats_free)
VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8::int, $8::int - $9::int)
ON CONFLICT (id) DO UPDATE SET format = excluded.format, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
  region_ars = excluded.region_ars, is_online = excluded.is_online, accessibility = excluded.accessibility,
  capacity = excluded.capacity, seats_free = excluded.seats_free;

-- name: keepers_of_offer
-- row: str
SELECT actor_id FROM bookmark WHERE offer_id = $1 ORDER BY actor_id;
