-- What a file brings in, by batches: $1 is a list of objects (jsonb), one for each row. A row whose key is there is changed.

-- name: import_offers
-- row: none
INSERT INTO support_offer (id, type_name, programme_slug, title, summary, kind, status, audiences, apply_until, opens_at,
  ends_at, url, published_on)
SELECT g.id, g.type, p.slug, g.title, g.summary, g.kind, g.status, g.audiences, g.apply_until, g.opens_at, g.ends_at, g.url,
  coalesce(g.published_on, there.published_on, berlin_day(g.now))
FROM jsonb_to_recordset($1::jsonb) AS g (id text, type text, title jsonb, summary jsonb, kind text, status text,
  audiences text[], apply_until timestamptz, opens_at timestamptz, ends_at timestamptz, url text, published_on date,
  now timestamptz)
  LEFT JOIN support_offer there ON there.id = g.id,
  (SELECT slug FROM programme_text ORDER BY slug LIMIT 1) p
ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary, kind = excluded.kind,
  status = excluded.status, audiences = excluded.audiences, apply_until = excluded.apply_until,
  opens_at = excluded.opens_at, ends_at = excluded.ends_at, url = excluded.url, published_on = excluded.published_on;

-- name: import_consultations
-- row: none
INSERT INTO data_consultation (id)
SELECT g.id
FROM jsonb_to_recordset($1::jsonb) AS g (id text)
ON CONFLICT (id) DO NOTHING;

-- name: import_calls
-- row: none
INSERT INTO data_project_call (id, places)
SELECT g.id, g.places
FROM jsonb_to_recordset($1::jsonb) AS g (id text, places integer)
ON CONFLICT (id) DO UPDATE SET places = excluded.places;

-- name: import_modules
-- row: none
INSERT INTO learning_module (id, level, format, minutes, language)
SELECT g.id, g.level, g.format, g.minutes, g.language
FROM jsonb_to_recordset($1::jsonb) AS g (id text, level text, format text, minutes integer, language text)
ON CONFLICT (id) DO UPDATE SET level = excluded.level, format = excluded.format, minutes = excluded.minutes,
  language = excluded.language;

-- name: import_formats
-- row: none
INSERT INTO community_format (id, format, starts_at)
SELECT g.id, g.format, g.starts_at
FROM jsonb_to_recordset($1::jsonb) AS g (id text, format text, starts_at timestamptz)
ON CONFLICT (id) DO UPDATE SET format = excluded.format, starts_at = excluded.starts_at;

-- name: import_tools
-- row: none
INSERT INTO toolbox_item (id, languages, license)
SELECT g.id, g.languages, g.license
FROM jsonb_to_recordset($1::jsonb) AS g (id text, languages text[], license text)
ON CONFLICT (id) DO UPDATE SET languages = excluded.languages, license = excluded.license;

-- name: import_topics
-- row: none
WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (id text, topics text[])),
gone AS (
  DELETE FROM entity_topic t USING given g WHERE t.entity_id = g.id AND t.topic_slug <> ALL (g.topics))
INSERT INTO entity_topic (entity_id, topic_slug, position)
SELECT g.id, wanted.slug, wanted.place FROM given g, unnest(g.topics) WITH ORDINALITY AS wanted (slug, place)
ON CONFLICT (entity_id, topic_slug) DO UPDATE SET position = excluded.position;

-- name: import_projects
-- row: none
INSERT INTO data_project (id, programme_slug, title, abstract, status, maturity, runs_from, runs_until, idea_id, region_ars,
  repository_url, license, applicant_id, stage, methods, service_provider_id, budget_amount, learnings)
SELECT g.id, p.slug, g.title, g.abstract, g.status, g.maturity, g.runs_from, g.runs_until, g.idea_id, g.region_ars,
  g.repository_url, g.license, g.applicant_id, g.stage, g.methods, g.service_provider_id, g.budget, g.learnings
FROM jsonb_to_recordset($1::jsonb) AS g (id text, title text, abstract jsonb, status text, maturity text, runs_from date,
  runs_until date, idea_id text, region_ars text, repository_url text, license text, applicant_id text, stage text,
  methods text[], service_provider_id text, budget numeric, learnings jsonb),
  (SELECT slug FROM programme_text ORDER BY slug LIMIT 1) p
ON CONFLICT (id) DO UPDATE SET title = excluded.title, abstract = excluded.abstract, status = excluded.status,
  maturity = excluded.maturity, runs_from = excluded.runs_from, runs_until = excluded.runs_until,
  idea_id = excluded.idea_id, region_ars = excluded.region_ars, repository_url = excluded.repository_url,
  license = excluded.license, applicant_id = excluded.applicant_id, stage = excluded.stage, methods = excluded.methods,
  service_provider_id = excluded.service_provider_id, budget_amount = excluded.budget_amount, learnings = excluded.learnings;

-- name: import_stages
-- row: none
-- A stage that is new stands in the history.
INSERT INTO data_project_stage (project_id, stage, at)
SELECT g.id, g.stage, g.now FROM jsonb_to_recordset($1::jsonb) AS g (id text, stage text, now timestamptz)
WHERE g.stage IS DISTINCT FROM (
  SELECT s.stage FROM data_project_stage s WHERE s.project_id = g.id ORDER BY s.at DESC, s.number DESC LIMIT 1);

-- name: import_participants
-- row: none
WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (id text, participants text[])),
gone AS (
  DELETE FROM project_participant p USING given g WHERE p.project_id = g.id AND p.actor_id <> ALL (g.participants))
INSERT INTO project_participant (project_id, actor_id, position)
SELECT g.id, wanted.actor, wanted.place FROM given g, unnest(g.participants) WITH ORDINALITY AS wanted (actor, place)
ON CONFLICT (project_id, actor_id) DO UPDATE SET position = excluded.position;

-- name: import_datasets
-- row: none
-- By their addresses, which name them for good; a status that was decided here stays.
INSERT INTO dataset (id, uri, title, description, keywords, publisher_id, contact_point, issued, modified, temporal_from,
  temporal_until, geocoding_level, accrual_periodicity, access_rights, legal_basis, personal_data, status)
SELECT g.id, g.uri, g.title, g.description, g.keywords, g.publisher_id, g.contact_point, coalesce(g.issued, g.now),
  coalesce(g.modified, there.modified, g.now), g.temporal_from, g.temporal_until, g.geocoding_level, g.accrual_periodicity,
  g.access_rights, g.legal_basis, g.personal_data, g.status
FROM jsonb_to_recordset($1::jsonb) AS g (id text, uri text, title jsonb, description jsonb, keywords text[],
  publisher_id text, contact_point text, issued timestamptz, modified timestamptz, temporal_from date, temporal_until date,
  geocoding_level text, accrual_periodicity text, access_rights text, legal_basis text, personal_data text, status text,
  now timestamptz)
  LEFT JOIN dataset there ON there.uri = g.uri
ON CONFLICT (uri) DO UPDATE SET title = excluded.title, description = excluded.description, keywords = excluded.keywords,
  publisher_id = excluded.publisher_id, contact_point = excluded.contact_point, modified = excluded.modified,
  temporal_from = excluded.temporal_from, temporal_until = excluded.temporal_until,
  geocoding_level = excluded.geocoding_level, accrual_periodicity = excluded.accrual_periodicity,
  access_rights = excluded.access_rights, legal_basis = excluded.legal_basis, personal_data = excluded.personal_data;

-- name: import_dataset_topics
-- row: none
WITH given AS (
  SELECT d.id, g.topics FROM jsonb_to_recordset($1::jsonb) AS g (uri text, topics text[]) JOIN dataset d USING (uri)),
gone AS (DELETE FROM dataset_topic t USING given g WHERE t.dataset_id = g.id AND t.topic_slug <> ALL (g.topics))
INSERT INTO dataset_topic (dataset_id, topic_slug, position)
SELECT g.id, wanted.slug, wanted.place FROM given g, unnest(g.topics) WITH ORDINALITY AS wanted (slug, place)
ON CONFLICT (dataset_id, topic_slug) DO UPDATE SET position = excluded.position;

-- name: import_dataset_themes
-- row: none
WITH given AS (
  SELECT d.id, g.themes FROM jsonb_to_recordset($1::jsonb) AS g (uri text, themes text[]) JOIN dataset d USING (uri)),
gone AS (DELETE FROM dataset_theme t USING given g WHERE t.dataset_id = g.id AND t.theme <> ALL (g.themes))
INSERT INTO dataset_theme (dataset_id, theme, position)
SELECT g.id, wanted.theme, wanted.place FROM given g, unnest(g.themes) WITH ORDINALITY AS wanted (theme, place)
ON CONFLICT (dataset_id, theme) DO UPDATE SET position = excluded.position;

-- name: import_dataset_regions
-- row: none
WITH given AS (
  SELECT d.id, g.region_ars FROM jsonb_to_recordset($1::jsonb) AS g (uri text, region_ars text[]) JOIN dataset d USING (uri)),
gone AS (DELETE FROM dataset_region r USING given g WHERE r.dataset_id = g.id AND r.ars <> ALL (g.region_ars))
INSERT INTO dataset_region (dataset_id, ars, nuts, name, position)
SELECT g.id, r.ars, r.nuts, r.name, wanted.place
FROM given g, unnest(g.region_ars) WITH ORDINALITY AS wanted (ars, place) JOIN region_name r ON r.ars = wanted.ars
ON CONFLICT (dataset_id, ars) DO UPDATE SET position = excluded.position;

-- name: import_distributions
-- row: none
-- Those of the file instead of those of before: forms are [{id, title, format, mediaType, accessUrl, downloadUrl, byteSize,
-- license, checksum}].
WITH given AS (
  SELECT d.id AS dataset_id, g.forms FROM jsonb_to_recordset($1::jsonb) AS g (uri text, forms jsonb)
  JOIN dataset d USING (uri)),
wanted AS (
  SELECT given.dataset_id, x.* FROM given, ROWS FROM (jsonb_to_recordset(given.forms) AS (
    id text, title jsonb, format text, "mediaType" text, "accessUrl" text, "downloadUrl" text, "byteSize" integer, license text,
    checksum text)) WITH ORDINALITY AS x (
    id, title, format, "mediaType", "accessUrl", "downloadUrl", "byteSize", license, checksum, place)),
gone AS (
  DELETE FROM distribution d USING given g WHERE d.dataset_id = g.dataset_id
    AND NOT EXISTS (
      SELECT FROM wanted w WHERE w.dataset_id = d.dataset_id AND w."accessUrl" = d.access_url AND w.format = d.format))
INSERT INTO distribution (id, dataset_id, title, format, media_type, access_url, download_url, byte_size, license_uri,
                          checksum_sha256, position)
SELECT coalesce((SELECT d.id FROM distribution d WHERE d.dataset_id = w.dataset_id AND d.access_url = w."accessUrl"
                 AND d.format = w.format ORDER BY d.id LIMIT 1), w.id),
       w.dataset_id, w.title, w.format, w."mediaType", w."accessUrl", w."downloadUrl", w."byteSize", w.license, w.checksum,
       w.place
FROM wanted w
ON CONFLICT (id) DO UPDATE SET title = excluded.title, media_type = excluded.media_type, download_url = excluded.download_url,
  byte_size = excluded.byte_size, license_uri = excluded.license_uri, checksum_sha256 = excluded.checksum_sha256,
  position = excluded.position;

-- name: touch_datasets
-- row: none
-- Of data sets that were changed, and whose file does not say when.
UPDATE dataset d SET modified = g.now FROM jsonb_to_recordset($1::jsonb) AS g (uri text, modified timestamptz, now timestamptz)
WHERE d.uri = g.uri AND g.modified IS NULL;

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

-- name: types_of_offers
-- row: KnownRow
SELECT id AS key, type_name AS word FROM support_offer WHERE id = ANY ($1::text[]);

-- name: status_at_addresses
-- row: KnownRow
SELECT uri AS key, status AS word FROM dataset WHERE uri = ANY ($1::text[]);
