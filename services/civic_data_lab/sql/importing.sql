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

-- name: import_consultation
-- row: none
INSERT INTO data_consultation (id) VALUES ($1) ON CONFLICT DO NOTHING;

-- name: import_module
-- row: none
INSERT INTO learning_module (id, level, format, minutes, language) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (id) DO UPDATE SET level = excluded.level, format = excluded.format, minutes = excluded.minutes,
  language = excluded.language;

-- name: import_format
-- row: none
INSERT INTO community_format (id, format, starts_at) VALUES ($1, $2, $3)
ON CONFLICT (id) DO UPDATE SET format = excluded.format, starts_at = excluded.starts_at;

-- name: import_tool
-- row: none
INSERT INTO toolbox_item (id, languages, license) VALUES ($1, $2::text[], $3)
ON CONFLICT (id) DO UPDATE SET languages = excluded.languages, license = excluded.license;

-- name: import_project
-- row: bool
INSERT INTO data_project (id, programme_slug, title, abstract, status, maturity, runs_from, runs_until, idea_id, region_ars,
                          repository_url, license, applicant_id, stage, methods, service_provider_id, budget_amount, learnings)
SELECT $1, slug, $2, $3::jsonb, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14::text[], $15, $16, $17::jsonb
FROM programme_text ORDER BY slug LIMIT 1
ON CONFLICT (id) DO UPDATE SET title = excluded.title, abstract = excluded.abstract, status = excluded.status,
  maturity = excluded.maturity, runs_from = excluded.runs_from, runs_until = excluded.runs_until, idea_id = excluded.idea_id,
  region_ars = excluded.region_ars, repository_url = excluded.repository_url, license = excluded.license,
  applicant_id = excluded.applicant_id, stage = excluded.stage, methods = excluded.methods,
  service_provider_id = excluded.service_provider_id, budget_amount = excluded.budget_amount, learnings = excluded.learnings
RETURNING xmax = 0;

-- name: import_stage
-- row: none
-- A stage that is new stands in the history.
INSERT INTO data_project_stage (project_id, stage, at)
SELECT $1, $2, $3 WHERE $2 IS DISTINCT FROM (
  SELECT stage FROM data_project_stage WHERE project_id = $1 ORDER BY at DESC, number DESC LIMIT 1);

-- name: import_participants
-- row: none
WITH gone AS (DELETE FROM project_participant WHERE project_id = $1 AND actor_id <> ALL ($2::text[]))
INSERT INTO project_participant (project_id, actor_id, position)
SELECT $1, actor, place FROM unnest($2::text[]) WITH ORDINALITY AS wanted (actor, place)
ON CONFLICT (project_id, actor_id) DO UPDATE SET position = excluded.position;

-- name: import_dataset
-- row: bool
-- By its address, which names it for good; a status that was decided here stays.
INSERT INTO dataset (id, uri, title, description, keywords, publisher_id, contact_point, issued, modified, temporal_from,
                     temporal_until, geocoding_level, accrual_periodicity, access_rights, legal_basis, personal_data, status)
VALUES ($1, $2, $3::jsonb, $4::jsonb, $5::text[], $6, $7, coalesce($8::timestamptz, $18::timestamptz),
        coalesce($9::timestamptz, $18::timestamptz), $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (uri) DO UPDATE SET title = excluded.title, description = excluded.description, keywords = excluded.keywords,
  publisher_id = excluded.publisher_id, contact_point = excluded.contact_point, modified = coalesce($9::timestamptz, dataset.modified),
  temporal_from = excluded.temporal_from, temporal_until = excluded.temporal_until,
  geocoding_level = excluded.geocoding_level, accrual_periodicity = excluded.accrual_periodicity,
  access_rights = excluded.access_rights, legal_basis = excluded.legal_basis, personal_data = excluded.personal_data
RETURNING xmax = 0;

-- name: import_dataset_topics
-- row: none
WITH it AS (SELECT id FROM dataset WHERE uri = $1),
gone AS (DELETE FROM dataset_topic WHERE dataset_id IN (SELECT id FROM it) AND topic_slug <> ALL ($2::text[]))
INSERT INTO dataset_topic (dataset_id, topic_slug, position)
SELECT it.id, slug, place FROM it, unnest($2::text[]) WITH ORDINALITY AS wanted (slug, place)
ON CONFLICT (dataset_id, topic_slug) DO UPDATE SET position = excluded.position;

-- name: import_dataset_themes
-- row: none
WITH it AS (SELECT id FROM dataset WHERE uri = $1),
gone AS (DELETE FROM dataset_theme WHERE dataset_id IN (SELECT id FROM it) AND theme <> ALL ($2::text[]))
INSERT INTO dataset_theme (dataset_id, theme, position)
SELECT it.id, theme, place FROM it, unnest($2::text[]) WITH ORDINALITY AS wanted (theme, place)
ON CONFLICT (dataset_id, theme) DO UPDATE SET position = excluded.position;

-- name: import_dataset_regions
-- row: none
WITH it AS (SELECT id FROM dataset WHERE uri = $1),
gone AS (DELETE FROM dataset_region WHERE dataset_id IN (SELECT id FROM it) AND ars <> ALL ($2::text[]))
INSERT INTO dataset_region (dataset_id, ars, nuts, name, position)
SELECT it.id, r.ars, r.nuts, r.name, wanted.place
FROM it, unnest($2::text[]) WITH ORDINALITY AS wanted (ars, place) JOIN region_name r ON r.ars = wanted.ars
ON CONFLICT (dataset_id, ars) DO UPDATE SET position = excluded.position;

-- name: import_distributions
-- row: none
-- Those of the file instead of those of before: [{id, title, format, mediaType, accessUrl, downloadUrl, byteSize, license,
-- checksum}].
WITH it AS (SELECT id FROM dataset WHERE uri = $1),
wanted AS (
  SELECT x.* FROM ROWS FROM (jsonb_to_recordset($2::jsonb -> 'forms') AS (
    id text, title jsonb, format text, "mediaType" text, "accessUrl" text, "downloadUrl" text, "byteSize" integer, license text,
    checksum text)) WITH ORDINALITY AS x (
    id, title, format, "mediaType", "accessUrl", "downloadUrl", "byteSize", license, checksum, place)),
gone AS (
  DELETE FROM distribution d USING it WHERE d.dataset_id = it.id
    AND NOT EXISTS (SELECT FROM wanted w WHERE w."accessUrl" = d.access_url AND w.format = d.format))
INSERT INTO distribution (id, dataset_id, title, format, media_type, access_url, download_url, byte_size, license_uri,
                          checksum_sha256, position)
SELECT coalesce((SELECT d.id FROM distribution d WHERE d.dataset_id = it.id AND d.access_url = w."accessUrl"
                 AND d.format = w.format ORDER BY d.id LIMIT 1), w.id),
       it.id, w.title, w.format, w."mediaType", w."accessUrl", w."downloadUrl", w."byteSize", w.license, w.checksum, w.place
FROM it, wanted w
ON CONFLICT (id) DO UPDATE SET title = excluded.title, media_type = excluded.media_type, download_url = excluded.download_url,
  byte_size = excluded.byte_size, license_uri = excluded.license_uri, checksum_sha256 = excluded.checksum_sha256,
  position = excluded.position;

-- name: touch_dataset
-- row: none
-- Of a data set that was changed, and whose file does not say when.
UPDATE dataset SET modified = $3 WHERE uri = $1 AND $2::timestamptz IS NULL;

-- name: offers_standing
-- row: ImportedRow
SELECT o.id AS key, md5(ROW(o::text, l::text, f::text, t::text, c::text,
  (SELECT string_agg(e.topic_slug, ',' ORDER BY e.position, e.topic_slug) FROM entity_topic e WHERE e.entity_id = o.id))::text) AS sum
FROM support_offer o
LEFT JOIN learning_module l ON l.id = o.id
LEFT JOIN community_format f ON f.id = o.id
LEFT JOIN toolbox_item t ON t.id = o.id
LEFT JOIN data_project_call c ON c.id = o.id
WHERE o.id = ANY ($1::text[]);

-- name: projects_standing
-- row: ImportedRow
SELECT p.id AS key, md5(ROW(p::text,
  (SELECT string_agg(a.actor_id, ',' ORDER BY a.position, a.actor_id) FROM project_participant a WHERE a.project_id = p.id),
  (SELECT string_agg(e.topic_slug, ',' ORDER BY e.position, e.topic_slug) FROM entity_topic e WHERE e.entity_id = p.id))::text) AS sum
FROM data_project p WHERE p.id = ANY ($1::text[]);

-- name: datasets_standing
-- row: ImportedRow
-- Of the moment of the last change only what the file says: the touch is made after.
SELECT d.uri AS key, md5(ROW(d::text,
  (SELECT string_agg(t.topic_slug, ',' ORDER BY t.position, t.topic_slug) FROM dataset_topic t WHERE t.dataset_id = d.id),
  (SELECT string_agg(t.theme, ',' ORDER BY t.position, t.theme) FROM dataset_theme t WHERE t.dataset_id = d.id),
  (SELECT string_agg(concat_ws('|', r.ars, r.nuts, r.name), ',' ORDER BY r.position, r.ars) FROM dataset_region r WHERE r.dataset_id = d.id),
  (SELECT string_agg((to_jsonb(x) - 'position')::text, ',' ORDER BY x.position, x.id) FROM distribution x WHERE x.dataset_id = d.id))::text) AS sum
FROM dataset d WHERE d.uri = ANY ($1::text[]);

-- name: type_of_offer
-- row: str
SELECT type_name FROM support_offer WHERE id = $1;

-- name: status_at_address
-- row: str
SELECT status FROM dataset WHERE uri = $1;
