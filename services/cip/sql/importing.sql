-- What a file brings in: a row whose key is there is changed. The first statement of each table says whether the row is new.

-- name: import_call
-- row: bool
INSERT INTO funding_call (id, programme_slug, title, summary, status, phase, audiences, apply_until, url, guideline_url,
                          project_management_agency, max_funding_per_project, budget, min_partners, required_sectors, opens_at,
                          ends_at, application_until)
SELECT $1, slug, $2::jsonb, $3::jsonb, $4, $5, $6::text[], $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17
FROM programme_text ORDER BY slug LIMIT 1
ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary, status = excluded.status,
  phase = excluded.phase, audiences = excluded.audiences, apply_until = excluded.apply_until, url = excluded.url,
  guideline_url = excluded.guideline_url, project_management_agency = excluded.project_management_agency,
  max_funding_per_project = excluded.max_funding_per_project, budget = excluded.budget, min_partners = excluded.min_partners,
  required_sectors = excluded.required_sectors, opens_at = excluded.opens_at, ends_at = excluded.ends_at,
  application_until = excluded.application_until
RETURNING xmax = 0;

-- name: import_project
-- row: bool
INSERT INTO funded_project (id, call_id, programme_slug, grant_number, title, abstract, status, maturity, runs_from, runs_until,
                            idea_id, region_ars, repository_url, license, consortium_name, funding)
SELECT $1, $2, slug, $3, $4, $5::jsonb, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 FROM programme_text ORDER BY slug LIMIT 1
ON CONFLICT (id) DO UPDATE SET call_id = excluded.call_id, grant_number = excluded.grant_number, title = excluded.title,
  abstract = excluded.abstract, status = excluded.status, maturity = excluded.maturity, runs_from = excluded.runs_from,
  runs_until = excluded.runs_until, idea_id = excluded.idea_id, region_ars = excluded.region_ars,
  repository_url = excluded.repository_url, license = excluded.license, consortium_name = excluded.consortium_name,
  funding = excluded.funding
RETURNING xmax = 0;

-- name: drop_other_partners
-- row: none
-- Shares of years go with their partner.
WITH shares AS (DELETE FROM funding_share WHERE project_id = $1 AND organisation_id <> ALL ($2::text[]))
DELETE FROM consortium_partner WHERE project_id = $1 AND organisation_id <> ALL ($2::text[]);

-- name: move_partners
-- row: none
-- Places are unique: those of before make room for the new order.
UPDATE consortium_partner SET position = -1 - position WHERE project_id = $1 AND position >= 0;

-- name: import_partners
-- row: none
INSERT INTO consortium_partner (project_id, organisation_id, position, role, sector, funding)
SELECT $1, organisation, place, role, sector, funding
FROM unnest($2::text[], $3::text[], $4::text[], $5::numeric[]) WITH ORDINALITY
  AS given (organisation, role, sector, funding, place)
ON CONFLICT (project_id, organisation_id) DO UPDATE SET position = excluded.position, role = excluded.role,
  sector = excluded.sector, funding = excluded.funding;

-- name: calls_standing
-- row: ImportedRow
SELECT c.id AS key, md5(ROW(c::text,
  (SELECT string_agg(e.topic_slug, ',' ORDER BY e.position, e.topic_slug) FROM entity_topic e WHERE e.entity_id = c.id))::text) AS sum
FROM funding_call c WHERE c.id = ANY ($1::text[]);

-- name: projects_standing
-- row: ImportedRow
SELECT p.id AS key, md5(ROW(p::text,
  (SELECT string_agg(concat_ws('|', a.organisation_id, a.role, a.sector, a.funding), ',' ORDER BY a.position)
   FROM consortium_partner a WHERE a.project_id = p.id),
  (SELECT string_agg(e.topic_slug, ',' ORDER BY e.position, e.topic_slug) FROM entity_topic e WHERE e.entity_id = p.id))::text) AS sum
FROM funded_project p WHERE p.id = ANY ($1::text[]);
