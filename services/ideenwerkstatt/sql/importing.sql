-- What a file brings in, by batches: $1 is a list of objects (jsonb), one for each row. A row whose key is there is changed.

-- name: import_offers
-- row: none
INSERT INTO support_offer (id, type_name, programme_slug, title, summary, kind, status, audiences, apply_until, opens_at,
  ends_at, url, published_on)
SELECT g.id, g.type, p.slug, g.title, g.summary, g.kind, g.status, g.audiences, g.apply_until, g.opens_at, g.offer_ends_at,
  g.url, coalesce(g.published_on, there.published_on, berlin_day(g.now))
FROM jsonb_to_recordset($1::jsonb) AS g (id text, type text, title jsonb, summary jsonb, kind text, status text,
  audiences text[], apply_until timestamptz, opens_at timestamptz, offer_ends_at timestamptz, url text, published_on date,
  now timestamptz)
  LEFT JOIN support_offer there ON there.id = g.id,
  (SELECT slug FROM programme_text ORDER BY slug LIMIT 1) p
ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary, kind = excluded.kind,
  status = excluded.status, audiences = excluded.audiences, apply_until = excluded.apply_until,
  opens_at = excluded.opens_at, ends_at = excluded.ends_at, url = excluded.url, published_on = excluded.published_on;

-- name: import_workshops
-- row: none
INSERT INTO workshop (id, format, starts_at, ends_at, is_online, region_nuts, capacity, accessibility, venue_name,
  venue_street, venue_postal_code, venue_city)
SELECT g.id, g.format, g.starts_at, g.ends_at, g.is_online, g.region_nuts, g.capacity, g.accessibility, g.venue_name,
  g.venue_street, g.venue_postal_code, g.venue_city
FROM jsonb_to_recordset($1::jsonb) AS g (id text, format text, starts_at timestamptz, ends_at timestamptz,
  is_online boolean, region_nuts text, capacity integer, accessibility text[], venue_name text, venue_street text,
  venue_postal_code text, venue_city text)
ON CONFLICT (id) DO UPDATE SET format = excluded.format, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
  is_online = excluded.is_online, region_nuts = excluded.region_nuts, capacity = excluded.capacity,
  accessibility = excluded.accessibility, venue_name = excluded.venue_name, venue_street = excluded.venue_street,
  venue_postal_code = excluded.venue_postal_code, venue_city = excluded.venue_city;

-- name: import_hosts
-- row: none
WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (id text, hosts text[])),
gone AS (DELETE FROM workshop_host h USING given g WHERE h.workshop_id = g.id AND h.actor_id <> ALL (g.hosts))
INSERT INTO workshop_host (workshop_id, actor_id, position)
SELECT g.id, wanted.actor, wanted.place FROM given g, unnest(g.hosts) WITH ORDINALITY AS wanted (actor, place)
ON CONFLICT (workshop_id, actor_id) DO UPDATE SET position = excluded.position;

-- name: import_consultations
-- row: none
INSERT INTO ai_consultation (id)
SELECT g.id
FROM jsonb_to_recordset($1::jsonb) AS g (id text)
ON CONFLICT (id) DO NOTHING;

-- name: import_calls
-- row: none
INSERT INTO pilot_call (id, phase, places)
SELECT g.id, g.phase, g.places
FROM jsonb_to_recordset($1::jsonb) AS g (id text, phase text, places integer)
ON CONFLICT (id) DO UPDATE SET phase = excluded.phase, places = excluded.places;

-- name: import_quotas
-- row: none
INSERT INTO compute_quota (id, gpu_hours_per_project, green_power_share)
SELECT g.id, g.gpu_hours_per_project, g.green_power_share
FROM jsonb_to_recordset($1::jsonb) AS g (id text, gpu_hours_per_project integer, green_power_share double precision)
ON CONFLICT (id) DO UPDATE SET gpu_hours_per_project = excluded.gpu_hours_per_project,
  green_power_share = excluded.green_power_share;

-- name: import_topics
-- row: none
WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (id text, topics text[])),
gone AS (
  DELETE FROM entity_topic t USING given g WHERE t.entity_id = g.id AND t.topic_slug <> ALL (g.topics))
INSERT INTO entity_topic (entity_id, topic_slug, position)
SELECT g.id, wanted.slug, wanted.place FROM given g, unnest(g.topics) WITH ORDINALITY AS wanted (slug, place)
ON CONFLICT (entity_id, topic_slug) DO UPDATE SET position = excluded.position;

-- name: lock_workshops
-- row: str
-- Their seats are counted by the next statement, which sees what others did before the lock was had.
SELECT id FROM workshop WHERE id = ANY ($1::text[]) ORDER BY id FOR UPDATE;

-- name: seats_taken
-- row: CountUnder
SELECT workshop_id AS parent, count(*)::integer AS count FROM workshop_registration
WHERE workshop_id = ANY ($1::text[]) AND status IN ('CONFIRMED', 'ATTENDED', 'NO_SHOW') GROUP BY workshop_id;

-- name: workshops_waited_for
-- row: str
SELECT id FROM workshop w WHERE id = ANY ($1::text[])
  AND EXISTS (SELECT FROM workshop_registration r WHERE r.workshop_id = w.id AND r.status = 'WAITLISTED') ORDER BY id;

-- name: import_projects
-- row: none
INSERT INTO pilot_project (id, programme_slug, title, abstract, status, maturity, runs_from, runs_until, idea_id,
  region_nuts, repository_url, license, call_id)
SELECT g.id, p.slug, g.title, g.abstract, g.status, g.maturity, g.runs_from, g.runs_until, g.idea_id, g.region_nuts,
  g.repository_url, g.license, g.call_id
FROM jsonb_to_recordset($1::jsonb) AS g (id text, title text, abstract jsonb, status text, maturity text, runs_from date,
  runs_until date, idea_id text, region_nuts text, repository_url text, license text, call_id text),
  (SELECT slug FROM programme_text ORDER BY slug LIMIT 1) p
ON CONFLICT (id) DO UPDATE SET title = excluded.title, abstract = excluded.abstract, status = excluded.status,
  maturity = excluded.maturity, runs_from = excluded.runs_from, runs_until = excluded.runs_until,
  idea_id = excluded.idea_id, region_nuts = excluded.region_nuts, repository_url = excluded.repository_url,
  license = excluded.license, call_id = excluded.call_id;

-- name: import_participants
-- row: none
WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (id text, participants text[])),
gone AS (
  DELETE FROM project_participant p USING given g WHERE p.project_id = g.id AND p.actor_id <> ALL (g.participants))
INSERT INTO project_participant (project_id, actor_id, position)
SELECT g.id, wanted.actor, wanted.place FROM given g, unnest(g.participants) WITH ORDINALITY AS wanted (actor, place)
ON CONFLICT (project_id, actor_id) DO UPDATE SET position = excluded.position;

-- name: types_of_offers
-- row: KnownRow
SELECT id AS key, type_name AS word FROM support_offer WHERE id = ANY ($1::text[]);

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
