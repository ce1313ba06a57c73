-- The catalogue as the harvest fills it.

-- name: feed_cursor
-- row: str
SELECT cursor FROM feed_cursor WHERE subgraph = $1;

-- name: begin_feed
-- row: none
INSERT INTO feed_cursor (subgraph, cursor) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- name: move_feed
-- row: none
UPDATE feed_cursor SET cursor = $2, moved_at = $4 WHERE subgraph = $1 AND cursor = $3;

-- name: forget_feed
-- row: none
DELETE FROM feed_cursor WHERE subgraph = $1;

-- name: take_out_entries
-- row: none
DELETE FROM catalogue_entry WHERE entity_id = ANY ($1::text[]) AND type_name = ANY ($2::text[]);

-- name: keep_entries
-- row: str
-- What has not changed is not written, so matching does not hear of it. The ids that come back could not be kept: their
-- programme is unknown, or they are of ideas or profiles, which have rights of their own.
WITH told AS (
  SELECT x.*, p.slug AS known_programme, x.regions || ARRAY(
    SELECT r.ars FROM unnest(x.nuts) WITH ORDINALITY AS place (nuts, position) JOIN region r USING (nuts) ORDER BY place.position
  ) AS places,
    EXISTS (SELECT FROM idea i WHERE i.id = x.entity_id) OR EXISTS (SELECT FROM profile o WHERE o.id = x.entity_id) AS is_taken
  FROM jsonb_to_recordset($1::jsonb) AS x (
    entity_id text, type_name text, programme_slug text, kind text, status text, title jsonb, summary jsonb, topics text[],
    regions text[], nuts text[], audiences text[], apply_until timestamptz, url text)
  LEFT JOIN programme_ref p
    ON p.slug = coalesce(x.programme_slug, (SELECT own.slug FROM programme_ref own WHERE own.type_name = $2))
), kept AS (
  INSERT INTO catalogue_entry AS old (entity_id, type_name, programme_slug, kind, status, title, summary, topics, regions,
    audiences, apply_until, url, source_cursor)
  SELECT entity_id, type_name, known_programme, kind, status, title, summary, topics, places, audiences, apply_until, url, $3
  FROM told WHERE known_programme IS NOT NULL AND NOT is_taken
  ON CONFLICT (entity_id) DO UPDATE
  SET programme_slug = excluded.programme_slug, kind = excluded.kind, status = excluded.status, title = excluded.title,
    summary = excluded.summary, topics = excluded.topics, regions = excluded.regions, audiences = excluded.audiences,
    apply_until = excluded.apply_until, url = excluded.url, source_cursor = excluded.source_cursor, updated_at = now()
  WHERE old.type_name = excluded.type_name
    AND (old.programme_slug, old.kind, old.status, old.title, old.summary, old.topics, old.regions, old.audiences,
         old.apply_until, old.url)
      IS DISTINCT FROM (excluded.programme_slug, excluded.kind, excluded.status, excluded.title, excluded.summary,
         excluded.topics, excluded.regions, excluded.audiences, excluded.apply_until, excluded.url)
)
SELECT entity_id FROM told WHERE known_programme IS NULL OR is_taken;
