-- The facts of each metric: one row for each thing that is counted (services.kit.statistics.statement). Every statement takes
-- the viewer (actor, whether staff), the moment, and the first and last day of the period (null: without end).

-- name: topic_tree
-- row: TreeRow
SELECT slug, parent_slug AS parent FROM topic;

-- name: facts_of_ideas
-- row: FactRow
-- The programme is the one that an idea came out of.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT i.id AS counted, array_remove(ARRAY[i.origin_programme], NULL) AS programmes,
  berlin_day(coalesce(i.published_at, i.created_at)) AS day,
  ARRAY(SELECT t.topic_slug FROM idea_topic t WHERE t.idea_id = i.id) AS topics,
  array_remove(ARRAY[i.region_ars], NULL) AS regions,
  ARRAY(SELECT a.sector FROM idea_team t JOIN actor a ON a.id = t.actor_id WHERE t.idea_id = i.id) AS sectors,
  i.status, NULL::text AS kind, i.maturity, NULL::numeric AS amount
FROM asked JOIN idea i ON may_see_idea(i.id, i.status, asked.viewer, asked.is_staff);

-- name: facts_of_profiles
-- row: FactRow
-- Those that are shown: of organisations and of persons.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT p.id AS counted, '{}'::text[] AS programmes, berlin_day(coalesce(p.published_at, p.updated_at)) AS day,
  ARRAY(SELECT t.topic_slug FROM actor_topic t WHERE t.actor_id = p.owner_id) AS topics,
  array_remove(ARRAY[a.region_ars], NULL) AS regions, ARRAY[a.sector] AS sectors, p.status, NULL::text AS kind,
  NULL::text AS maturity, NULL::numeric AS amount
FROM asked
JOIN profile p ON p.status = 'PUBLISHED'
  AND may_see_profile(p.owner_id, p.status, p.visibility, asked.viewer, asked.is_staff)
JOIN actor a ON a.id = p.owner_id;

-- name: facts_of_offers
-- row: FactRow
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT c.entity_id AS counted, ARRAY[c.programme_slug] AS programmes,
  berlin_day(coalesce(e.starts_at, c.starts_at, c.opens_at, c.apply_until)) AS day, c.topics, c.regions,
  c.audiences AS sectors, s.shown AS status, c.kind, NULL::text AS maturity, NULL::numeric AS amount
FROM asked
CROSS JOIN LATERAL entries_at(asked.moment) s
JOIN catalogue_entry c ON c.entity_id = s.entity_id AND c.category = 'SUPPORT_OFFER'
JOIN document_type t ON t.name = c.type_name AND t.is_listed
LEFT JOIN community_event e ON e.id = c.entity_id;

-- name: facts_of_projects
-- row: FactRow
-- The sectors are those of the organisations that take part.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT c.entity_id AS counted, ARRAY[c.programme_slug] AS programmes, berlin_day(c.starts_at) AS day, c.topics, c.regions,
  ARRAY(SELECT a.sector FROM actor a WHERE a.id = ANY (c.actors)) AS sectors, c.status, NULL::text AS kind,
  NULL::text AS maturity, NULL::numeric AS amount
FROM catalogue_entry c
JOIN document_type t ON t.name = c.type_name AND t.is_listed
WHERE c.category = 'PROJECT';

-- name: facts_of_datasets
-- row: FactRow
-- The feed tells no day of a data set: by years it is counted by the data lab.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT c.entity_id AS counted, ARRAY[c.programme_slug] AS programmes, NULL::date AS day, c.topics, c.regions,
  ARRAY(SELECT a.sector FROM actor a WHERE a.id = ANY (c.actors)) AS sectors, c.status, NULL::text AS kind,
  NULL::text AS maturity, NULL::numeric AS amount
FROM catalogue_entry c
JOIN document_type t ON t.name = c.type_name AND t.is_listed
WHERE c.category = 'DATASET' AND c.status <> 'WITHDRAWN';

-- name: facts_of_organisations
-- row: FactRow
-- The programmes are those of the documents that the feeds name an organisation in; its status is whether somebody may act
-- for it.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT a.id AS counted,
  ARRAY(SELECT DISTINCT c.programme_slug FROM catalogue_entry c WHERE c.actors @> ARRAY[a.id]) AS programmes,
  NULL::date AS day, ARRAY(SELECT t.topic_slug FROM actor_topic t WHERE t.actor_id = a.id) AS topics,
  array_remove(ARRAY[a.region_ars], NULL) AS regions, ARRAY[a.sector] AS sectors,
  CASE WHEN o.is_non_profit THEN 'NON_PROFIT' ELSE 'OTHER' END AS status, NULL::text AS kind, NULL::text AS maturity,
  NULL::numeric AS amount
FROM organisation o JOIN actor a ON a.id = o.actor_id;

-- name: facts_of_participants
-- row: FactRow
-- The members of the community who are here.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT a.id AS counted, '{}'::text[] AS programmes, m.member_since AS day,
  ARRAY(SELECT t.topic_slug FROM actor_topic t WHERE t.actor_id = a.id) AS topics,
  array_remove(ARRAY[a.region_ars], NULL) AS regions, ARRAY[a.sector] AS sectors, m.state AS status, NULL::text AS kind,
  NULL::text AS maturity, NULL::numeric AS amount
FROM member m JOIN actor a ON a.id = m.actor_id
WHERE m.state = 'ACTIVE';
