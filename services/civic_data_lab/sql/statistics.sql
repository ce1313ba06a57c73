-- The facts of each metric: one row for each thing that is counted (services.kit.statistics.statement). Every statement takes
-- the viewer (actor, whether staff), the moment, and the first and last day of the period (null: without end).

-- name: topic_tree
-- row: TreeRow
SELECT slug, parent FROM topic_parent;

-- name: facts_of_offers
-- row: FactRow
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT o.id AS counted, ARRAY[o.programme_slug] AS programmes, coalesce(berlin_day(f.starts_at), o.published_on) AS day,
       o.topic_slugs AS topics, '{}'::text[] AS regions, o.audiences AS sectors, o.status, o.kind, NULL::text AS maturity,
       NULL::numeric AS amount
FROM asked
CROSS JOIN LATERAL offers_at(asked.moment) o
LEFT JOIN community_format f ON f.id = o.id;

-- name: facts_of_projects
-- row: FactRow
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT p.id AS counted, ARRAY[p.programme_slug] AS programmes, p.runs_from AS day,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = p.id) AS topics,
       array_remove(ARRAY[p.region_ars], NULL) AS regions,
       ARRAY(SELECT DISTINCT f.sector FROM actor_fact f WHERE f.id = p.applicant_id
             OR f.id IN (SELECT a.actor_id FROM project_participant a WHERE a.project_id = p.id)) AS sectors,
       p.status, 'DATA_PROJECT_SUPPORT' AS kind, p.maturity, NULL::numeric AS amount
FROM asked JOIN data_project p ON may_see_project(p.stage, p.applicant_id, asked.is_staff, asked.viewer);

-- name: facts_of_applications
-- row: FactRow
-- Every sketch that was put in, whatever became of it.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT p.id AS counted, ARRAY[p.programme_slug] AS programmes,
       coalesce((SELECT berlin_day(min(s.at)) FROM data_project_stage s WHERE s.project_id = p.id), p.runs_from) AS day,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = p.id) AS topics,
       array_remove(ARRAY[p.region_ars], NULL) AS regions,
       ARRAY(SELECT f.sector FROM actor_fact f WHERE f.id = p.applicant_id) AS sectors, p.stage AS status,
       'DATA_PROJECT_SUPPORT' AS kind, p.maturity, NULL::numeric AS amount
FROM data_project p;

-- name: facts_of_funding
-- row: FactRow
-- Budgets of the projects that the viewer sees, whole in the year in which a project begins: no shares by year are known.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT p.id AS counted, ARRAY[p.programme_slug] AS programmes, p.runs_from AS day,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = p.id) AS topics,
       array_remove(ARRAY[p.region_ars], NULL) AS regions,
       ARRAY(SELECT f.sector FROM actor_fact f WHERE f.id = p.applicant_id) AS sectors, p.status,
       'DATA_PROJECT_SUPPORT' AS kind, p.maturity, p.budget_amount AS amount
FROM asked JOIN data_project p ON may_see_project(p.stage, p.applicant_id, asked.is_staff, asked.viewer)
WHERE p.budget_amount IS NOT NULL AND p.budget_currency = 'EUR';

-- name: facts_of_participants
-- row: FactRow
-- Persons, not organisations: of projects, with an appointment, in learning packages; whoever is there twice is one person.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date)
), taken (person, entity_id, programme, day, region_ars, status, kind) AS (
  SELECT a.actor_id, p.id, p.programme_slug, p.runs_from, p.region_ars, p.stage, 'DATA_PROJECT_SUPPORT'
  FROM data_project p
  CROSS JOIN LATERAL (SELECT p.applicant_id UNION SELECT x.actor_id FROM project_participant x WHERE x.project_id = p.id
    ) AS a (actor_id)
  UNION ALL
  SELECT c.member_id, o.id, o.programme_slug, berlin_day(s.starts_at), NULL, c.status, o.kind
  FROM consultation_session c
  JOIN consultation_slot s ON s.id = c.slot_id
  JOIN support_offer o ON o.id = s.consultation_id
  WHERE c.status <> 'CANCELLED'
  UNION ALL
  SELECT e.member_id, o.id, o.programme_slug, berlin_day(e.enrolled_at), NULL, e.status, o.kind
  FROM enrolment e JOIN support_offer o ON o.id = e.module_id
  WHERE e.status <> 'CANCELLED')
SELECT t.person AS counted, ARRAY[t.programme] AS programmes, t.day,
       ARRAY(SELECT x.topic_slug FROM entity_topic x WHERE x.entity_id = t.entity_id) AS topics,
       array_remove(ARRAY[t.region_ars], NULL) AS regions, ARRAY[f.sector] AS sectors, t.status, t.kind,
       NULL::text AS maturity, NULL::numeric AS amount
FROM taken t
JOIN actor_fact f ON f.id = t.person AND f.kind = 'MEMBER';

-- name: facts_of_datasets
-- row: FactRow
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT d.id AS counted, ARRAY(SELECT slug FROM programme_text) AS programmes, berlin_day(d.issued) AS day,
       ARRAY(SELECT t.topic_slug FROM dataset_topic t WHERE t.dataset_id = d.id) AS topics,
       ARRAY(SELECT r.ars FROM dataset_region r WHERE r.dataset_id = d.id) AS regions,
       ARRAY(SELECT f.sector FROM actor_fact f WHERE f.id = d.publisher_id) AS sectors, d.status, NULL::text AS kind,
       NULL::text AS maturity, NULL::numeric AS amount
FROM asked JOIN dataset d ON may_see(d.status, d.publisher_id, asked.is_staff, asked.viewer);
