-- What a file brings in, by batches: $1 is a list of objects (jsonb), one for each row. A row whose key is there is changed. Offers
-- of the ministries come over their feeds and are not changed here.

-- name: import_entries
-- row: none
INSERT INTO catalogue_entry (entity_id, type_name, programme_slug, kind, status, title, summary, topics, regions, audiences,
  apply_until, opens_at, ends_at, url, updated_at)
SELECT g.id, g.type, p.slug, g.kind, g.status, g.title, g.summary, g.topics, g.all_regions, g.audiences, g.apply_until,
  g.opens_at, g.offer_ends_at, g.url, g.now
FROM jsonb_to_recordset($1::jsonb) AS g (id text, type text, kind text, status text, title jsonb, summary jsonb,
  topics text[], all_regions text[], audiences text[], apply_until timestamptz, opens_at timestamptz,
  offer_ends_at timestamptz, url text, now timestamptz),
  (SELECT slug FROM civic_coding_programme ORDER BY slug LIMIT 1) p
ON CONFLICT (entity_id) DO UPDATE SET kind = excluded.kind, status = excluded.status, title = excluded.title,
  summary = excluded.summary, topics = excluded.topics, regions = excluded.regions, audiences = excluded.audiences,
  apply_until = excluded.apply_until, opens_at = excluded.opens_at, ends_at = excluded.ends_at, url = excluded.url,
  updated_at = excluded.updated_at;

-- name: import_counsellings
-- row: none
INSERT INTO project_counselling (id, hours_per_project, fields, places_free)
SELECT g.id, g.hours_per_project, g.fields, g.places_free
FROM jsonb_to_recordset($1::jsonb) AS g (id text, hours_per_project integer, fields text[], places_free integer)
ON CONFLICT (id) DO UPDATE SET hours_per_project = excluded.hours_per_project, fields = excluded.fields,
  places_free = excluded.places_free;

-- name: import_events
-- row: none
INSERT INTO community_event (id, format, starts_at, ends_at, region_ars, is_online, accessibility, seats_free)
SELECT g.id, g.format, g.starts_at, g.ends_at, g.region_ars, g.is_online, g.accessibility, g.seats_free
FROM jsonb_to_recordset($1::jsonb) AS g (id text, format text, starts_at timestamptz, ends_at timestamptz, region_ars text,
  is_online boolean, accessibility text[], seats_free integer)
ON CONFLICT (id) DO UPDATE SET format = excluded.format, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
  region_ars = excluded.region_ars, is_online = excluded.is_online, accessibility = excluded.accessibility,
  seats_free = excluded.seats_free;

-- name: topics_there_are_not
-- row: str
SELECT slug FROM unnest($1::text[]) AS wanted (slug) WHERE NOT EXISTS (SELECT FROM topic t WHERE t.slug = wanted.slug);

-- name: types_of_entries
-- row: KnownRow
SELECT entity_id AS key, type_name AS word FROM catalogue_entry WHERE entity_id = ANY ($1::text[]);

-- name: entries_standing
-- row: ImportedRow
-- Of the entry all but when it came: that is no change of it.
SELECT e.entity_id AS key, md5(ROW((to_jsonb(e) - 'updated_at')::text, c::text, v::text)::text) AS sum
FROM catalogue_entry e
LEFT JOIN project_counselling c ON c.id = e.entity_id
LEFT JOIN community_event v ON v.id = e.entity_id
WHERE e.entity_id = ANY ($1::text[]);
