-- In all of these: $1 the caller sees everything, $2 the caller's own actor id or null.

-- name: datasets_by_id
-- row: DatasetRow
SELECT * FROM dataset_view d WHERE may_see(d.status, d.publisher_id, $1, $2) AND d.id = ANY($3::text[]);

-- name: datasets_by_uri
-- row: DatasetRow
SELECT * FROM dataset_view d WHERE may_see(d.status, d.publisher_id, $1, $2) AND d.uri = ANY($3::text[]);

-- name: datasets_page
-- row: DatasetRow
-- The filter (see matching_datasets), after (instant, id), limit.
SELECT *
FROM matching_datasets($1, $2, $3, $4, $5, $6, $7, $8, $9)
WHERE $10::timestamptz IS NULL OR newest < $10 OR (newest = $10 AND id > $11)
ORDER BY newest DESC, id
LIMIT $12;

-- name: datasets_total
-- row: int
SELECT count(*)::integer AS total FROM matching_datasets($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: datasets_of_topic
-- row: OwnedDatasetRow
-- The newest data sets of each topic: topics, with an open licence only, limit for each.
SELECT s.*, asked.slug AS parent
FROM unnest($3::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT d.*
  FROM dataset_topic t JOIN dataset_view d ON d.id = t.dataset_id
  WHERE t.topic_slug = asked.slug AND may_see(d.status, d.publisher_id, $1, $2) AND (NOT $4::boolean OR d.has_open_license)
  ORDER BY d.newest DESC, d.id
  LIMIT $5
) s;

-- name: datasets_of_region
-- row: OwnedDatasetRow
-- The newest data sets of each region: regions, for each the pattern of the codes that lie in it, limit for each.
SELECT s.*, asked.ars AS parent
FROM unnest($3::text[], $4::text[]) AS asked (ars, pattern)
CROSS JOIN LATERAL (
  SELECT d.*
  FROM dataset_view d
  WHERE EXISTS (SELECT FROM dataset_region r WHERE r.dataset_id = d.id AND r.ars LIKE asked.pattern)
    AND may_see(d.status, d.publisher_id, $1, $2)
  ORDER BY d.newest DESC, d.id
  LIMIT $5
) s;

-- name: datasets_of_publisher
-- row: OwnedDatasetRow
SELECT d.*, d.publisher_id AS parent
FROM dataset_view d
WHERE may_see(d.status, d.publisher_id, $1, $2) AND d.publisher_id = ANY($3::text[])
ORDER BY d.newest DESC, d.id;

-- name: datasets_of_project
-- row: OwnedDatasetRow
-- The data sets that projects published: the projects' type, their ids.
SELECT d.*, d.project_id AS parent
FROM dataset_view d
WHERE may_see(d.status, d.publisher_id, $1, $2) AND d.project_type = $3 AND d.project_id = ANY($4::text[])
ORDER BY d.newest DESC, d.id;

-- name: usages_of_project
-- row: UsageRow
-- The projects' type, their ids.
SELECT u.dataset_id, u.project_type, u.project_id, u.purpose, u.since
FROM dataset_usage u JOIN dataset d ON d.id = u.dataset_id
WHERE may_see(d.status, d.publisher_id, $1, $2) AND may_see_use(u.project_type, u.project_id, $1, $2)
  AND u.project_type = $3 AND u.project_id = ANY($4::text[])
ORDER BY u.since NULLS LAST, u.dataset_id;

-- name: usages_of_dataset
-- row: UsageRow
SELECT u.dataset_id, u.project_type, u.project_id, u.purpose, u.since
FROM dataset_usage u JOIN dataset d ON d.id = u.dataset_id
WHERE may_see(d.status, d.publisher_id, $1, $2) AND may_see_use(u.project_type, u.project_id, $1, $2)
  AND u.dataset_id = ANY($3::text[])
ORDER BY u.since NULLS LAST, u.project_type, u.project_id;

-- name: regions_of_dataset
-- row: CoverageRow
SELECT dataset_id, ars, nuts, name FROM dataset_region WHERE dataset_id = ANY($1::text[]) ORDER BY dataset_id, position, ars;

-- name: distributions_of_dataset
-- row: DistributionRow
SELECT id, dataset_id, title, format, media_type, access_url, download_url, byte_size, checksum_sha256, modified,
       license_uri, license_title, is_open, attribution_required
FROM distribution_view
WHERE dataset_id = ANY($1::text[])
ORDER BY dataset_id, position, id;

-- name: licenses_by_uri
-- row: LicenseRow
SELECT uri, title, is_open, attribution_required FROM license WHERE uri = ANY($1::text[]);

-- name: licenses
-- row: LicenseRow
SELECT uri, title, is_open, attribution_required FROM license ORDER BY title, uri LIMIT 100;
