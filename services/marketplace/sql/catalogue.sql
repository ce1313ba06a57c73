-- The catalogue as the harvest fills it.

-- name: feed_cursor
-- row: str
SELECT cursor FROM feed_cursor WHERE subgraph = $1;

-- name: begin_feed
-- row: none
INSERT INTO feed_cursor (subgraph, cursor, moved_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- name: move_feed
-- row: none
UPDATE feed_cursor SET cursor = $2, moved_at = $4 WHERE subgraph = $1 AND cursor = $3;

-- name: forget_feed
-- row: none
DELETE FROM feed_cursor WHERE subgraph = $1;

-- name: take_out_entries
-- row: none
-- A house takes out documents of its own types only.
DELETE FROM catalogue_entry WHERE entity_id = ANY ($1::text[])
  AND type_name IN (SELECT name FROM document_type WHERE house = $2);

-- name: note_types
-- row: none
-- A type is the house's that is the first to tell of it; $3 are those of the schema, which are given out from then on.
INSERT INTO document_type (name, category, house, is_listed)
SELECT DISTINCT ON (type_name) type_name, category, $2, type_name = ANY ($3::text[]) FROM jsonb_to_recordset($1::jsonb) AS x (type_name text, category text)
ORDER BY type_name ON CONFLICT DO NOTHING;

-- name: list_types
-- row: none
-- Which types are in the schema; the others are kept and not given out.
UPDATE document_type SET is_listed = name = ANY ($1::text[]) WHERE is_listed <> (name = ANY ($1::text[]));

-- name: keep_entries
-- row: str
-- What has not changed is not written, so matching does not hear of it. The ids that come back could not be kept: their
-- programme is unknown, their type is another house's, or they are of ideas or profiles, which have rights of their own.
WITH told AS (
  SELECT x.*, p.slug AS known_programme, ARRAY(
    SELECT coalesce(r.ars, place.code) FROM unnest(x.regions) WITH ORDINALITY AS place (code, position)
    LEFT JOIN region r ON r.nuts = place.code WHERE r.ars IS NOT NULL OR place.code ~ '^[0-9]' ORDER BY place.position
  ) AS places,
    EXISTS (SELECT FROM idea i WHERE i.id = x.entity_id) OR EXISTS (SELECT FROM profile o WHERE o.id = x.entity_id)
      OR NOT EXISTS (SELECT FROM document_type t WHERE t.name = x.type_name AND t.category = x.category AND t.house = $5)
      AS is_taken
  FROM jsonb_to_recordset($1::jsonb) AS x (
    entity_id text, type_name text, category text, programme_slug text, kind text, status text, title jsonb, summary jsonb,
    topics text[], regions text[], audiences text[], opens_at timestamptz, apply_until timestamptz, ends_at timestamptz, url text,
    starts_at timestamptz, actors text[])
  LEFT JOIN programme_ref p
    ON p.slug = coalesce(x.programme_slug, (SELECT own.slug FROM programme_ref own WHERE own.type_name = $2))
), kept AS (
  INSERT INTO catalogue_entry AS old (entity_id, type_name, programme_slug, kind, status, title, summary, topics, regions,
    audiences, opens_at, apply_until, ends_at, url, starts_at, actors, source_cursor, updated_at)
  SELECT entity_id, type_name, known_programme, kind, status, title, summary, topics, places, audiences, opens_at, apply_until,
    ends_at, url, starts_at, actors, $3, $4
  FROM told WHERE known_programme IS NOT NULL AND NOT is_taken
  ON CONFLICT (entity_id) DO UPDATE
  SET programme_slug = excluded.programme_slug, kind = excluded.kind, status = excluded.status, title = excluded.title,
    summary = excluded.summary, topics = excluded.topics, regions = excluded.regions, audiences = excluded.audiences,
    opens_at = excluded.opens_at, apply_until = excluded.apply_until, ends_at = excluded.ends_at, url = excluded.url,
    starts_at = excluded.starts_at, actors = excluded.actors, source_cursor = excluded.source_cursor, updated_at = excluded.updated_at
  WHERE old.type_name = excluded.type_name
    AND (old.programme_slug, old.kind, old.status, old.title, old.summary, old.topics, old.regions, old.audiences,
         old.opens_at, old.apply_until, old.ends_at, old.url, old.starts_at, old.actors)
      IS DISTINCT FROM (excluded.programme_slug, excluded.kind, excluded.status, excluded.title, excluded.summary,
         excluded.topics, excluded.regions, excluded.audiences, excluded.opens_at, excluded.apply_until, excluded.ends_at,
         excluded.url, excluded.starts_at, excluded.actors)
)
SELECT entity_id FROM told WHERE known_programme IS NULL OR is_taken;
