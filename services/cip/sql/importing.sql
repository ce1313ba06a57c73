-- What a file brings in, by batches: $1 is a list of objects (jsonb), one for each row. A row whose key is there is changed.

-- name: import_calls
-- row: none
INSERT INTO funding_call (id, programme_slug, title, summary, status, phase, audiences, apply_until, url, guideline_url,
  project_management_agency, max_funding_per_project, budget, min_partners, required_sectors, opens_at, ends_at,
  application_until)
SELECT g.id, p.slug, g.title, g.summary, g.status, g.phase, g.audiences, g.apply_until, g.url, g.guideline_url,
  g.project_management_agency, g.max_funding_per_project, g.budget, g.min_partners, g.required_sectors, g.opens_at,
  g.ends_at, g.application_until
FROM jsonb_to_recordset($1::jsonb) AS g (id text, title jsonb, summary jsonb, status text, phase text, audiences text[],
  apply_until timestamptz, url text, guideline_url text, project_management_agency text, max_funding_per_project numeric,
  budget numeric, min_partners integer, required_sectors integer, opens_at timestamptz, ends_at timestamptz,
  application_until timestamptz),
  (SELECT slug FROM programme_text ORDER BY slug LIMIT 1) p
ON CONFLICT (id) DO UPDATE SET title = excluded.title, summary = excluded.summary, status = excluded.status,
  phase = excluded.phase, audiences = excluded.audiences, apply_until = excluded.apply_until, url = excluded.url,
  guideline_url = excluded.guideline_url, project_management_agency = excluded.project_management_agency,
  max_funding_per_project = excluded.max_funding_per_project, budget = excluded.budget,
  min_partners = excluded.min_partners, required_sectors = excluded.required_sectors, opens_at = excluded.opens_at,
  ends_at = excluded.ends_at, application_until = excluded.application_until;

-- name: import_projects
-- row: none
INSERT INTO funded_project (id, call_id, programme_slug, grant_number, title, abstract, status, maturity, runs_from,
  runs_until, idea_id, region_ars, repository_url, license, consortium_name, funding)
SELECT g.id, g.call_id, p.slug, g.grant_number, g.title, g.abstract, g.status, g.maturity, g.runs_from, g.runs_until,
  g.idea_id, g.region_ars, g.repository_url, g.license, g.consortium_name, g.funding
FROM jsonb_to_recordset($1::jsonb) AS g (id text, call_id text, grant_number text, title text, abstract jsonb, status text,
  maturity text, runs_from date, runs_until date, idea_id text, region_ars text, repository_url text, license text,
  consortium_name text, funding numeric),
  (SELECT slug FROM programme_text ORDER BY slug LIMIT 1) p
ON CONFLICT (id) DO UPDATE SET call_id = excluded.call_id, grant_number = excluded.grant_number, title = excluded.title,
  abstract = excluded.abstract, status = excluded.status, maturity = excluded.maturity, runs_from = excluded.runs_from,
  runs_until = excluded.runs_until, idea_id = excluded.idea_id, region_ars = excluded.region_ars,
  repository_url = excluded.repository_url, license = excluded.license, consortium_name = excluded.consortium_name,
  funding = excluded.funding;

-- name: drop_other_partners
-- row: none
-- Shares of years go with their partner.
WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (id text, organisations text[])),
shares AS (
  DELETE FROM funding_share s USING given g WHERE s.project_id = g.id AND s.organisation_id <> ALL (g.organisations))
DELETE FROM consortium_partner c USING given g WHERE c.project_id = g.id AND c.organisation_id <> ALL (g.organisations);

-- name: move_partners
-- row: none
-- Places are unique: those of before make room for the new order.
UPDATE consortium_partner c SET position = -1 - c.position
FROM jsonb_to_recordset($1::jsonb) AS g (id text) WHERE c.project_id = g.id AND c.position >= 0;

-- name: import_partners
-- row: none
INSERT INTO consortium_partner (project_id, organisation_id, position, role, sector, funding)
SELECT g.id, wanted.organisation, wanted.place, wanted.role, wanted.sector, wanted.funding
FROM jsonb_to_recordset($1::jsonb) AS g (id text, organisations text[], roles text[], sectors text[], sums numeric[]),
  unnest(g.organisations, g.roles, g.sectors, g.sums) WITH ORDINALITY AS wanted (organisation, role, sector, funding, place)
ON CONFLICT (project_id, organisation_id) DO UPDATE SET position = excluded.position, role = excluded.role,
  sector = excluded.sector, funding = excluded.funding;

-- name: import_topics
-- row: none
WITH given AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS given (id text, topics text[])),
gone AS (
  DELETE FROM entity_topic t USING given g WHERE t.entity_id = g.id AND t.topic_slug <> ALL (g.topics))
INSERT INTO entity_topic (entity_id, topic_slug, position)
SELECT g.id, wanted.slug, wanted.place FROM given g, unnest(g.topics) WITH ORDINALITY AS wanted (slug, place)
ON CONFLICT (entity_id, topic_slug) DO UPDATE SET position = excluded.position;

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
