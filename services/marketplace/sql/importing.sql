-- What a file brings in: a row whose key is there is changed. The first statement says whether the row is new. Offers of the
-- ministries come over their feeds and are not changed here.

-- name: import_entry
-- row: bool
INSERT INTO catalogue_entry (entity_id, type_name, programme_slug, kind, status, title, summary, topics, regions, audiences,
                             apply_until, opens_at, ends_at, url, updated_at)
SELECT $1, $2, slug, $3, $4, $5::jsonb, $6::jsonb, $7::text[], $8::text[], $9::text[], $10, $11, $12, $13, $14
FROM civic_coding_programme ORDER BY slug LIMIT 1
ON CONFLICT (entity_id) DO UPDATE SET kind = excluded.kind, status = excluded.status, title = excluded.title,
  summary = excluded.summary, topics = excluded.topics, regions = excluded.regions, audiences = excluded.audiences,
  apply_until = excluded.apply_until, opens_at = excluded.opens_at, ends_at = excluded.ends_at, url = excluded.url,
  updated_at = excluded.updated_at
RETURNING xmax = 0;

-- name: import_counselling
-- row: none
INSERT INTO project_counselling (id, hours_per_project, fields, places_free) VALUES ($1, $2, $3::text[], $4)
ON CONFLICT (id) DO UPDATE SET hours_per_project = excluded.hours_per_project, fields = excluded.fields,
  places_free = excluded.places_free;

-- name: import_event
-- row: none
INSERT INTO community_event (id, format, starts_at, ends_at, region_ars, is_online, accessibility, seats_free)
VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8)
ON CONFLICT (id) DO UPDATE SET format = excluded.format, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
  region_ars = excluded.region_ars, is_online = excluded.is_online, accessibility = excluded.accessibility,
  seats_free = excluded.seats_free;

-- name: topics_there_are_not
-- row: str
SELECT slug FROM unnest($1::text[]) AS wanted (slug) WHERE NOT EXISTS (SELECT FROM topic t WHERE t.slug = wanted.slug);

-- name: type_of_entry
-- row: str
SELECT type_name FROM catalogue_entry WHERE entity_id = $1;

-- name: entries_standing
-- row: ImportedRow
-- Of the entry all but when it came: that is no change of it.
SELECT e.entity_id AS key, md5(ROW((to_jsonb(e) - 'updated_at')::text, c::text, v::text)::text) AS sum
FROM catalogue_entry e
LEFT JOIN project_counselling c ON c.id = e.entity_id
LEFT JOIN community_event v ON v.id = e.entity_id
WHERE e.entity_id = ANY ($1::text[]);
