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

-- name: facts_of_applications
-- row: FactRow
-- What was handed in for a pilot call and not withdrawn.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date))
SELECT a.id AS counted, ARRAY[o.programme_slug] AS programmes, berlin_day(a.submitted_at) AS day, a.topic_slugs AS topics,
       '{}'::text[] AS regions, ARRAY(SELECT f.sector FROM actor_fact f WHERE f.id = a.applicant_id) AS sectors, a.status,
       'PILOT_SUPPORT' AS kind, NULL::text AS maturity, NULL::numeric AS amount
FROM pilot_application a
JOIN support_offer o ON o.id = a.call_id
WHERE a.status <> 'WITHDRAWN';

-- name: facts_of_participants
-- row: FactRow
-- Who has a seat in a workshop or a slot of the consultation, persons only; somebody who came twice is one person.
WITH asked (viewer, is_staff, moment, first, last) AS (
  VALUES ($1::text, $2::boolean, $3::timestamptz, $4::date, $5::date)
), taken (person, offer_id, day, region_nuts, status) AS (
  SELECT g.actor_id, g.workshop_id, berlin_day(w.starts_at), w.region_nuts, g.status
  FROM workshop_registration g JOIN workshop w ON w.id = g.workshop_id
  WHERE g.status IN ('CONFIRMED', 'ATTENDED', 'NO_SHOW')
  UNION ALL
  SELECT b.booked_by, s.consultation_id, berlin_day(s.starts_at), NULL, s.status
  FROM slot_booking b JOIN consultation_slot s ON s.id = b.slot_id
  WHERE s.status IN ('BOOKED', 'DONE'))
SELECT t.person AS counted, ARRAY[o.programme_slug] AS programmes, t.day,
       ARRAY(SELECT x.topic_slug FROM entity_topic x WHERE x.entity_id = t.offer_id) AS topics,
       array_remove(ARRAY[t.region_nuts], NULL) AS regions, array_remove(ARRAY[f.sector], NULL) AS sectors, t.status, o.kind,
       NULL::text AS maturity, NULL::numeric AS amount
FROM taken t
JOIN support_offer o ON o.id = t.offer_id
LEFT JOIN actor_fact f ON f.id = t.person
WHERE f.kind IS DISTINCT FROM 'ORGANISATION';
