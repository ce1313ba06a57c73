-- The catalogue as it is given out (DCAT-AP.de): what everybody may see, and what is left of what was withdrawn.

-- name: catalogue_edition
-- row: int
-- Grows with every change of anything public: whoever has this edition has the newest.
SELECT coalesce(max(seq), 0) FROM change;

-- name: catalogue_modified
-- row: datetime
SELECT max(at) FROM change WHERE entity_type = 'Dataset';

-- name: catalogue_page
-- row: EntryRow
-- By their ids: after an id, limit.
SELECT d.id, d.uri, d.title, d.description, d.keywords, d.publisher_id, d.issued, d.modified, d.temporal_from, d.temporal_until,
       d.geocoding_level, d.accrual_periodicity, d.access_rights, d.legal_basis, d.status, d.themes,
       ARRAY(SELECT r.ars FROM dataset_region r WHERE r.dataset_id = d.id ORDER BY r.position, r.ars) AS regions,
       jsonb_build_object('forms', (
         SELECT coalesce(jsonb_agg(jsonb_build_object(
           'id', x.id, 'title', x.title, 'format', x.format, 'mediaType', x.media_type, 'accessUrl', x.access_url,
           'downloadUrl', x.download_url, 'byteSize', x.byte_size, 'license', x.license_uri, 'checksum', x.checksum_sha256,
           'modified', x.modified, 'attribution', x.attribution_required) ORDER BY x.position, x.id), '[]')
         FROM distribution_view x WHERE x.dataset_id = d.id)) AS forms
FROM dataset_view d
WHERE (may_see(d.status, NULL, false, NULL) OR (d.status = 'WITHDRAWN' AND d.issued IS NOT NULL))
  AND d.id > $1 AND ($2::text IS NULL OR d.uri = $2)
ORDER BY d.id LIMIT $3;

-- name: catalogue_size
-- row: int
SELECT count(*)::int FROM dataset WHERE may_see(status, NULL, false, NULL) OR (status = 'WITHDRAWN' AND issued IS NOT NULL);

-- name: catalogue_programme
-- row: CataloguedProgrammeRow
SELECT slug, name, description, operator_name FROM programme_text ORDER BY slug LIMIT 1;
