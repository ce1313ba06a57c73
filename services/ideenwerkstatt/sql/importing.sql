-- What a file brings in: a row whose key is there is changed. The first statement of each table says whether the row is new.

-- name: import_offer
-- row: bool
INSERT INTO support_offer (id, type_name, programme_slug, title, summary, kind, status, audiences, apply_until, opens_at,
                           ends_at, url, published_on)
SELECT $1, $2, slug, $3::jsonb, $4::jsonb, $5, $6, $7::text[], $8, $9, $10, $11, coalesce($12, berlin_day($13::timestamptz))
FROM programme_text ORDER BY slug LIMIT 1
ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary, kind = excluded.kind,
  status = excluded.status, audiences = excluded.audiences, apply_until = excluded.apply_until, opens_at = excluded.opens_at,
  ends_at = excluded.ends_at, url = excluded.url, published_on = coalesce($12, support_offer.published_on)
RETURNING xmax = 0;

-- name: import_workshop
-- row: none
INSERT INTO workshop (id, format, starts_at, ends_at, is_online, region_nuts, capacity, accessibility, venue_name,
                      venue_street, venue_postal_code, venue_city)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[], $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET format = excluded.format, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
  is_online = excluded.is_online, region_nuts = excluded.region_nuts, capacity = excluded.capacity,
  accessibility = excluded.accessibility, venue_name = excluded.venue_name, venue_street = excluded.venue_street,
  venue_postal_code = excluded.venue_postal_code, venue_city = excluded.venue_city;

-- name: import_consultation
-- row: none
INSERT INTO ai_consultation (id) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: import_call
-- row: none
INSERT INTO pilot_call (id, phase, places) VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, places = excluded.places;

-- name: import_compute
-- row: none
INSERT INTO compute_quota (id, gpu_hours_per_project, green_power_share) VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET gpu_hours_per_project = excluded.gpu_hours_per_project,
  green_power_share = excluded.green_power_share;

-- name: seats_taken
-- row: int
SELECT count(*)::int FROM workshop_registration WHERE workshop_id = $1 AND status IN ('CONFIRMED', 'ATTENDED', 'NO_SHOW');

-- name: import_project
-- row: bool
INSERT INTO pilot_project (id, programme_slug, title, abstract, status, maturity, runs_from, runs_until, idea_id, region_nuts,
                           repository_url, license, call_id)
SELECT $1, slug, $2, $3::jsonb, $4, $5, $6, $7, $8, $9, $10, $11, $12 FROM programme_text ORDER BY slug LIMIT 1
ON CONFLICT (id) DO UPDATE SET title = excluded.title, abstract = excluded.abstract, status = excluded.status,
  maturity = excluded.maturity, runs_from = excluded.runs_from, runs_until = excluded.runs_until, idea_id = excluded.idea_id,
  region_nuts = excluded.region_nuts, repository_url = excluded.repository_url, license = excluded.license,
  call_id = excluded.call_id
RETURNING xmax = 0;

-- name: import_participants
-- row: none
WITH gone AS (DELETE FROM project_participant WHERE project_id = $1 AND actor_id <> ALL ($2::text[]))
INSERT INTO project_participant (project_id, actor_id, position)
SELECT $1, actor, place FROM unnest($2::text[]) WITH ORDINALITY AS wanted (actor, place)
ON CONFLICT (project_id, actor_id) DO UPDATE SET position = excluded.position;

-- name: type_of_offer
-- row: str
SELECT type_name FROM support_offer WHERE id = $1;

-- name: offers_standing
-- row: ImportedRow
SELECT o.id AS key, md5(ROW(o::text, w::text, c::text, q::text,
  (SELECT string_agg(h.actor_id, ',' ORDER BY h.position, h.actor_id) FROM workshop_host h WHERE h.workshop_id = o.id),
  (SELECT string_agg(e.topic_slug, ',' ORDER BY e.position, e.topic_slug) FROM entity_topic e WHERE e.entity_id = o.id))::text) AS sum
FROM support_offer o
LEFT JOIN workshop w ON w.id = o.id
LEFT JOIN pilot_call c ON c.id = o.id
LEFT JOIN compute_quota q ON q.id = o.id
WHERE o.id = ANY ($1::text[]);

-- name: projects_standing
-- row: ImportedRow
SELECT p.id AS key, md5(ROW(p::text,
  (SELECT string_agg(a.actor_id, ',' ORDER BY a.position, a.actor_id) FROM project_participant a WHERE a.project_id = p.id),
  (SELECT string_agg(e.topic_slug, ',' ORDER BY e.position, e.topic_slug) FROM entity_topic e WHERE e.entity_id = p.id))::text) AS sum
FROM pilot_project p WHERE p.id = ANY ($1::text[]);
