-- Changes of data sets, and of what they are used for.

-- name: lock_dataset
-- row: LockedDatasetRow
SELECT d.id, d.status, d.publisher_id, may_see(d.status, d.publisher_id, $2::boolean, $3::text) AS is_visible,
       coalesce(acts_as($3::text, d.publisher_id), false) AS is_publisher
FROM dataset d WHERE d.id = $1 FOR UPDATE;

-- name: distributions_there
-- row: int
SELECT count(*)::int FROM distribution WHERE dataset_id = $1;

-- name: known_licenses
-- row: str
SELECT uri FROM license WHERE uri = ANY ($1::text[]);

-- name: known_regions
-- row: str
SELECT ars FROM region_name WHERE ars = ANY ($1::text[]);

-- name: make_dataset
-- row: none
INSERT INTO dataset (id, uri, title, description, access_rights, personal_data, status)
VALUES ($1, $2, $3::jsonb, $4::jsonb, $5, $6, 'DRAFT');

-- name: describe_dataset
-- row: none
UPDATE dataset SET title = $2::jsonb, description = $3::jsonb, keywords = $4::text[], publisher_id = $5, contact_point = $6,
  temporal_from = $7, temporal_until = $8, accrual_periodicity = $9, access_rights = $10, legal_basis = $11,
  personal_data = $12, project_type = $13, project_id = $14, modified = $15, saved_by = $16
WHERE id = $1;

-- name: set_dataset_topics
-- row: none
WITH gone AS (DELETE FROM dataset_topic WHERE dataset_id = $1 AND topic_slug <> ALL ($2::text[]))
INSERT INTO dataset_topic (dataset_id, topic_slug, position)
SELECT $1, slug, place FROM unnest($2::text[]) WITH ORDINALITY AS wanted (slug, place)
ON CONFLICT (dataset_id, topic_slug) DO UPDATE SET position = excluded.position;

-- name: set_dataset_themes
-- row: none
-- The EU's themes follow from the topics, those of their main topics included.
WITH wanted AS (
  SELECT t.theme, min(100 * place + t.position) AS place
  FROM unnest($2::text[]) WITH ORDINALITY AS given (slug, place)
  JOIN topic_theme t ON t.topic_slug = given.slug
    OR t.topic_slug IN (SELECT within FROM topic_within WHERE topic_within.slug = given.slug)
  GROUP BY t.theme
),
gone AS (DELETE FROM dataset_theme WHERE dataset_id = $1 AND theme NOT IN (SELECT theme FROM wanted))
INSERT INTO dataset_theme (dataset_id, theme, position) SELECT $1, theme, place FROM wanted
ON CONFLICT (dataset_id, theme) DO UPDATE SET position = excluded.position;

-- name: set_dataset_regions
-- row: none
WITH gone AS (DELETE FROM dataset_region WHERE dataset_id = $1 AND ars <> ALL ($2::text[]))
INSERT INTO dataset_region (dataset_id, ars, nuts, name, position)
SELECT $1, r.ars, r.nuts, r.name, wanted.place
FROM unnest($2::text[]) WITH ORDINALITY AS wanted (ars, place) JOIN region_name r ON r.ars = wanted.ars
ON CONFLICT (dataset_id, ars) DO UPDATE SET position = excluded.position;

-- name: drop_distributions
-- row: none
DELETE FROM distribution d WHERE d.dataset_id = $1 AND NOT EXISTS (
  SELECT FROM unnest($2::text[], $3::text[]) AS kept (access_url, format)
  WHERE kept.access_url = d.access_url AND kept.format = d.format);

-- name: distribution_at
-- row: str
SELECT id FROM distribution WHERE dataset_id = $1 AND access_url = $2 AND format = $3 ORDER BY id LIMIT 1;

-- name: put_distribution
-- row: none
INSERT INTO distribution (id, dataset_id, title, format, media_type, access_url, download_url, byte_size, license_uri,
                          checksum_sha256, modified, position)
VALUES ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (id) DO UPDATE SET title = excluded.title, media_type = excluded.media_type, download_url = excluded.download_url,
  byte_size = excluded.byte_size, license_uri = excluded.license_uri, checksum_sha256 = excluded.checksum_sha256,
  modified = excluded.modified, position = excluded.position;

-- name: set_dataset_status
-- row: none
UPDATE dataset SET status = $2, review_note = coalesce($3, review_note), modified = $4,
  issued = CASE WHEN $2 = 'PUBLISHED' THEN coalesce(issued, $4) ELSE issued END
WHERE id = $1;

-- name: kind_of_project
-- row: ProjectKindRow
-- A project of any house, as far as it is known here: its own table first, then what the others have told.
SELECT p.id, 'DataProject' AS type_name, coalesce(is_in_project(p.id, $2::text), false) AS is_participant,
       may_see_project(p.stage, p.applicant_id, $3::boolean, $2::text) AS is_visible
FROM data_project p WHERE p.id = $1
UNION ALL
SELECT k.id, k.type_name, false, true FROM known_document k
WHERE k.id = $1 AND k.type_name IN ('FundedProject', 'PilotProject');

-- name: put_usage
-- row: str
-- Nothing where the same use is recorded already.
INSERT INTO dataset_usage (dataset_id, project_type, project_id, purpose, since)
VALUES ($1, $2, $3, $4::jsonb, berlin_day($5::timestamptz))
ON CONFLICT (dataset_id, project_type, project_id) DO UPDATE SET purpose = excluded.purpose
  WHERE dataset_usage.purpose::jsonb IS DISTINCT FROM excluded.purpose::jsonb
RETURNING dataset_id;

-- name: datasets_private
-- row: DatasetPrivateRow
-- What is for the publisher and the staff alone; and whether the viewer is the publisher.
SELECT d.id, coalesce(acts_as($3::text, d.publisher_id), false) AS is_publisher,
       CASE WHEN $2::boolean OR coalesce(acts_as($3::text, d.publisher_id), false) THEN d.review_note END AS review_note
FROM dataset d WHERE d.id = ANY ($1::text[]);
