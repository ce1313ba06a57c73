-- The viewer is two parameters: the caller sees everything; the caller's own actor id, or null (see may_see). They come
-- first, behind the keys where there are some. A topic means itself and, as far as the copy of the tree (topic_within)
-- knows them, its sub-topics.

-- name: datasets_by_id
-- row: DatasetRow
SELECT * FROM dataset_view d WHERE may_see(d.status, d.publisher_id, $2, $3) AND d.id = ANY($1::text[]);

-- name: datasets_by_uri
-- row: DatasetByUri
-- What was published once and is withdrawn stays resolvable by its address, with its state (DCAT-AP 3.0: adms:status).
SELECT d.*, false AS is_tombstone
FROM dataset_view d WHERE may_see(d.status, d.publisher_id, $2, $3) AND d.uri = ANY($1::text[])
UNION ALL
SELECT id, uri, gone.title, gone.title, '{}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, access_rights, NULL, personal_data,
       status, NULL, NULL, NULL, '{}', '{}', '0001-01-01 00:00:00+00', false, true
FROM dataset d, (VALUES ('{"de": "Zurückgezogener Datensatz", "en": "Withdrawn data set",
                          "deSimple": "Diese Daten gibt es nicht mehr."}'::jsonb)) AS gone (title)
WHERE d.status = 'WITHDRAWN' AND d.issued IS NOT NULL AND d.uri = ANY($1::text[])
  AND NOT may_see(d.status, d.publisher_id, $2, $3);

-- name: datasets_page
-- row: DatasetRow
-- order: NEWEST moment newest
-- order: TITLE text title ->> 'de'
-- The filter (see matching_datasets), first and last moment of issue, what they lack, states, after (place, id), limit.
SELECT *
FROM matching_datasets($1, $2, $3, $4, $5, $6, $7, $8, $9) AS d
WHERE ($10::timestamptz IS NULL OR issued >= $10) AND ($11::timestamptz IS NULL OR issued <= $11)
  AND {without $12 LICENSE EXISTS (SELECT FROM distribution x WHERE x.dataset_id = d.id), OPEN_LICENSE d.has_open_license = true,
      USE EXISTS (
        SELECT FROM dataset_usage u WHERE u.dataset_id = d.id AND may_see_use(u.project_type, u.project_id, $1, $2)),
      REGION EXISTS (SELECT FROM dataset_region r WHERE r.dataset_id = d.id),
      PROJECT d.project_id IS NOT NULL AND may_see_use(d.project_type, d.project_id, $1, $2)}
  AND ($13::text[] IS NULL OR d.status = ANY($13))
  AND {after id $14 $15}
ORDER BY {order id}
LIMIT $16;

-- name: datasets_total
-- row: int
SELECT count(*)::integer AS total
FROM matching_datasets($1, $2, $3, $4, $5, $6, $7, $8, $9) AS d
WHERE ($10::timestamptz IS NULL OR issued >= $10) AND ($11::timestamptz IS NULL OR issued <= $11)
  AND {without $12 LICENSE EXISTS (SELECT FROM distribution x WHERE x.dataset_id = d.id), OPEN_LICENSE d.has_open_license = true,
      USE EXISTS (
        SELECT FROM dataset_usage u WHERE u.dataset_id = d.id AND may_see_use(u.project_type, u.project_id, $1, $2)),
      REGION EXISTS (SELECT FROM dataset_region r WHERE r.dataset_id = d.id),
      PROJECT d.project_id IS NOT NULL AND may_see_use(d.project_type, d.project_id, $1, $2)}
  AND ($13::text[] IS NULL OR d.status = ANY($13));

-- name: datasets_of_topic
-- row: DatasetUnder
-- order: NEWEST moment d.newest
-- order: TITLE text d.title ->> 'de'
-- Data sets of each topic: topics, viewer, with an open licence only, first and last moment of issue, what they lack,
-- after (place, id), limit for each.
SELECT s.*, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT d.*
  FROM dataset_view d
  WHERE d.id IN (
      SELECT dataset_id FROM dataset_topic
      WHERE topic_slug IN (SELECT asked.slug UNION ALL SELECT slug FROM topic_within WHERE within = asked.slug))
    AND (NOT coalesce($4::boolean, false) OR d.has_open_license)
    AND may_see(d.status, d.publisher_id, $2, $3)
    AND {within moment? $5 $6 d.issued}
    AND {without $7 LICENSE EXISTS (SELECT FROM distribution x WHERE x.dataset_id = d.id), OPEN_LICENSE d.has_open_license = true,
      USE EXISTS (
        SELECT FROM dataset_usage u WHERE u.dataset_id = d.id AND may_see_use(u.project_type, u.project_id, $2, $3)),
      REGION EXISTS (SELECT FROM dataset_region r WHERE r.dataset_id = d.id),
      PROJECT d.project_id IS NOT NULL AND may_see_use(d.project_type, d.project_id, $2, $3)}
    AND {after d.id $8 $9}
  ORDER BY {order d.id}
  LIMIT $10
) s;

-- name: datasets_of_region
-- row: DatasetUnder
-- order: NEWEST moment d.newest
-- order: TITLE text d.title ->> 'de'
-- Data sets of each region: patterns of the codes that lie in it (see services.kit.regions.area), viewer,
-- first and last moment of issue, what they lack, after (place, id), limit for each.
SELECT s.*, asked.pattern AS parent
FROM unnest($1::text[]) AS asked (pattern)
CROSS JOIN LATERAL (
  SELECT d.*
  FROM dataset_view d
  WHERE EXISTS (SELECT FROM dataset_region r WHERE r.dataset_id = d.id AND r.ars LIKE asked.pattern)
    AND may_see(d.status, d.publisher_id, $2, $3)
    AND {within moment? $4 $5 d.issued}
    AND {without $6 LICENSE EXISTS (SELECT FROM distribution x WHERE x.dataset_id = d.id), OPEN_LICENSE d.has_open_license = true,
      USE EXISTS (
        SELECT FROM dataset_usage u WHERE u.dataset_id = d.id AND may_see_use(u.project_type, u.project_id, $2, $3)),
      REGION EXISTS (SELECT FROM dataset_region r WHERE r.dataset_id = d.id),
      PROJECT d.project_id IS NOT NULL AND may_see_use(d.project_type, d.project_id, $2, $3)}
    AND {after d.id $7 $8}
  ORDER BY {order d.id}
  LIMIT $9
) s;

-- name: datasets_of_publisher
-- row: DatasetUnder
-- order: NEWEST moment d.newest
-- order: TITLE text d.title ->> 'de'
-- Publishers, viewer, first and last moment of issue, what they lack, after (place, id), limit for each.
SELECT s.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT d.*
  FROM dataset_view d
  WHERE d.publisher_id = asked.id
    AND may_see(d.status, d.publisher_id, $2, $3)
    AND {within moment? $4 $5 d.issued}
    AND {without $6 LICENSE EXISTS (SELECT FROM distribution x WHERE x.dataset_id = d.id), OPEN_LICENSE d.has_open_license = true,
      USE EXISTS (
        SELECT FROM dataset_usage u WHERE u.dataset_id = d.id AND may_see_use(u.project_type, u.project_id, $2, $3)),
      REGION EXISTS (SELECT FROM dataset_region r WHERE r.dataset_id = d.id),
      PROJECT d.project_id IS NOT NULL AND may_see_use(d.project_type, d.project_id, $2, $3)}
    AND {after d.id $7 $8}
  ORDER BY {order d.id}
  LIMIT $9
) s;

-- name: datasets_of_project
-- row: DatasetUnder
-- order: NEWEST moment d.newest
-- order: TITLE text d.title ->> 'de'
-- The data sets that projects published: their ids, viewer, their type, first and last moment of issue, what they lack, limit for each.
SELECT s.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT d.*
  FROM dataset_view d
  WHERE d.project_type = $4 AND d.project_id = asked.id
    AND may_see(d.status, d.publisher_id, $2, $3)
    AND {within moment? $5 $6 d.issued}
    AND {without $7 LICENSE EXISTS (SELECT FROM distribution x WHERE x.dataset_id = d.id), OPEN_LICENSE d.has_open_license = true,
      USE EXISTS (
        SELECT FROM dataset_usage u WHERE u.dataset_id = d.id AND may_see_use(u.project_type, u.project_id, $2, $3)),
      REGION EXISTS (SELECT FROM dataset_region r WHERE r.dataset_id = d.id),
      PROJECT d.project_id IS NOT NULL AND may_see_use(d.project_type, d.project_id, $2, $3)}
  ORDER BY {order d.id}
  LIMIT $8
) s;

-- name: usages_of_project
-- row: UsageRow
-- order: NEWEST date coalesce(u.since, 'infinity')
-- The projects' ids, viewer, their type, first and last day of the beginning, limit for each.
SELECT s.*
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT u.dataset_id, u.project_type, u.project_id, u.purpose, u.since
  FROM dataset_usage u JOIN dataset d ON d.id = u.dataset_id
  WHERE u.project_type = $4 AND u.project_id = asked.id
    AND may_see(d.status, d.publisher_id, $2, $3) AND may_see_use(u.project_type, u.project_id, $2, $3)
    AND {within date? $5 $6 u.since}
  ORDER BY {order u.dataset_id}
  LIMIT $7
) s;

-- name: usages_of_dataset
-- row: UsageRow
-- order: NEWEST date coalesce(u.since, 'infinity')
-- Viewer, first and last day of the beginning, limit for each.
SELECT s.*
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT u.dataset_id, u.project_type, u.project_id, u.purpose, u.since
  FROM dataset_usage u JOIN dataset d ON d.id = u.dataset_id
  WHERE u.dataset_id = asked.id
    AND may_see(d.status, d.publisher_id, $2, $3) AND may_see_use(u.project_type, u.project_id, $2, $3)
    AND {within date? $4 $5 u.since}
  ORDER BY {order u.project_type}, u.project_id
  LIMIT $6
) s;

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
