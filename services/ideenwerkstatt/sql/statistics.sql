-- The facts of each metric: one row for each thing that is counted (services.kit.statistics.statement). Every statement takes
-- the viewer (actor, whether staff), the moment, and the first and last day of the period (null: without end). Places are
-- known by NUTS code here; the kit makes Länder of them.

-- name: topic_tree
-- row: TreeRow
SELECT slug, parent FROM topic_parent;

-- name: facts_of_offers
-- row: FactRow
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT o.id AS counted, ARRAY[o.programme_slug] AS programmes, coalesce(berlin_day(w.starts_at), o.published_on) AS day,
       o.topic_slugs AS topics, array_remove(ARRAY[w.region_nuts], NULL) AS regions, o.audiences AS sectors, o.status, o.kind,
       NULL::text AS maturity, NULL::numeric AS amount
FROM asked
CROSS JOIN LATERAL offers_at(asked.moment) o
LEFT JOIN workshop w ON w.id = o.id;

-- name: facts_of_projects
-- row: FactRow
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT p.id AS counted, ARRAY[p.programme_slug] AS programmes, p.runs_from AS day,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = p.id) AS topics,
       array_remove(ARRAY[p.region_nuts], NULL) AS regions,
       ARRAY(SELECT DISTINCT f.sector FROM project_participant a JOIN actor_fact f ON f.id = a.actor_id
             WHERE a.project_id = p.id) AS sectors,
       p.status, 'PILOT_SUPPORT' AS kind, p.maturity, NULL::numeric AS amount
FROM pilot_project p;

-- name: facts_of_participants
-- row: FactRow
-- The persons with a seat in a workshop; somebody who came twice is one person.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT g.actor_id AS counted, ARRAY[o.programme_slug] AS programmes, berlin_day(w.starts_at) AS day,
       ARRAY(SELECT t.topic_slug FROM entity_topic t WHERE t.entity_id = w.id) AS topics,
       array_remove(ARRAY[w.region_nuts], NULL) AS regions, array_remove(ARRAY[f.sector], NULL) AS sectors, g.status, o.kind,
       NULL::text AS maturity, NULL::numeric AS amount
FROM workshop_registration g
JOIN workshop w ON w.id = g.workshop_id
JOIN support_offer o ON o.id = w.id
LEFT JOIN actor_fact f ON f.id = g.actor_id
WHERE g.status IN ('CONFIRMED', 'ATTENDED', 'NO_SHOW');
