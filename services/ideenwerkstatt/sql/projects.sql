-- name: pilot_projects_by_id
-- row: PilotProjectRow
SELECT * FROM pilot_project_view WHERE id = ANY($1::text[]);

-- name: pilot_projects
-- row: PilotProjectRow
-- order: NEWEST date runs_from
-- order: TITLE text title
-- States, first and last day of the beginning, what they lack, after (place, id), limit.
SELECT *
FROM pilot_project_view
WHERE ($1::text[] IS NULL OR status = ANY($1))
  AND ($2::date IS NULL OR runs_from >= $2) AND ($3::date IS NULL OR runs_from <= $3)
  AND {without $4 IDEA idea_id, REGION region_nuts, LICENSE license, REPOSITORY repository_url}
  AND {after id $5 $6}
ORDER BY {order id}
LIMIT $7;

-- name: pilot_project_place
-- row: place
-- order: NEWEST date runs_from
-- order: TITLE text title
SELECT {by} FROM pilot_project WHERE id = $1;

-- name: pilot_projects_page
-- row: PilotProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- One page of each programme's projects: programmes, states, first and last day of the beginning, what they lack, after
-- (date, id), limit for each.
SELECT p.*, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT *
  FROM pilot_project_view
  WHERE programme_slug = asked.slug
    AND ($2::text[] IS NULL OR status = ANY($2))
    AND {within date $3 $4 runs_from}
    AND {without $5 IDEA idea_id, REGION region_nuts, LICENSE license, REPOSITORY repository_url}
    AND {after id $6 $7}
  ORDER BY {order id}
  LIMIT $8
) p;

-- name: pilot_projects_total
-- row: CountUnder
SELECT programme_slug AS parent, count(*)::integer AS count
FROM pilot_project
WHERE programme_slug = ANY($1::text[]) AND ($2::text[] IS NULL OR status = ANY($2))
  AND {within date $3 $4 runs_from}
  AND {without $5 IDEA idea_id, REGION region_nuts, LICENSE license, REPOSITORY repository_url}
GROUP BY programme_slug;

-- name: pilot_projects_of_call
-- row: PilotProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- First and last day of the beginning, what they lack, after (place, id), limit for each.
SELECT p.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM pilot_project_view v
  WHERE v.call_id = asked.id
    AND {within date $2 $3 runs_from}
    AND {without $4 IDEA idea_id, REGION region_nuts, LICENSE license, REPOSITORY repository_url}
    AND {after id $5 $6}
  ORDER BY {order id}
  LIMIT $7
) p;

-- name: pilot_projects_of_idea
-- row: PilotProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- First and last day of the beginning, what they lack, after (place, id), limit for each.
SELECT p.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM pilot_project_view v
  WHERE v.idea_id = asked.id
    AND {within date $2 $3 runs_from}
    AND {without $4 IDEA idea_id, REGION region_nuts, LICENSE license, REPOSITORY repository_url}
    AND {after id $5 $6}
  ORDER BY {order id}
  LIMIT $7
) p;

-- name: pilot_projects_of_actor
-- row: PilotProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- First and last day of the beginning, what they lack, after (place, id), limit for each.
SELECT p.*, asked.id AS parent
FROM unnest($1::text[]) AS asked (id)
CROSS JOIN LATERAL (
  SELECT *
  FROM pilot_project_view v
  WHERE v.id IN (SELECT project_id FROM project_participant WHERE actor_id = asked.id)
    AND {within date $2 $3 runs_from}
    AND {without $4 IDEA idea_id, REGION region_nuts, LICENSE license, REPOSITORY repository_url}
    AND {after id $5 $6}
  ORDER BY {order id}
  LIMIT $7
) p;

-- name: pilot_projects_of_topic
-- row: PilotProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- A topic means itself and, as far as the copy of the tree (topic_within) knows them, its sub-topics.
-- First and last day of the beginning, what they lack, after (place, id), limit for each.
SELECT p.*, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT *
  FROM pilot_project_view v
  WHERE v.id IN (
      SELECT entity_id FROM entity_topic
      WHERE topic_slug IN (SELECT asked.slug UNION ALL SELECT slug FROM topic_within WHERE within = asked.slug))
    AND {within date $2 $3 runs_from}
    AND {without $4 IDEA idea_id, REGION region_nuts, LICENSE license, REPOSITORY repository_url}
    AND {after id $5 $6}
  ORDER BY {order id}
  LIMIT $7
) p;

-- name: pilot_projects_of_region
-- row: PilotProjectUnder
-- order: NEWEST date runs_from
-- order: TITLE text title
-- A region contains the regions whose NUTS codes begin with its own.
-- First and last day of the beginning, what they lack, after (place, id), limit for each.
SELECT p.*, asked.nuts AS parent
FROM unnest($1::text[]) AS asked (nuts)
CROSS JOIN LATERAL (
  SELECT *
  FROM pilot_project_view v
  WHERE starts_with(v.region_nuts, asked.nuts)
    AND {within date $2 $3 runs_from}
    AND {without $4 IDEA idea_id, REGION region_nuts, LICENSE license, REPOSITORY repository_url}
    AND {after id $5 $6}
  ORDER BY {order id}
  LIMIT $7
) p;

-- name: assessments_by_id
-- row: AssessmentRow
SELECT id, rating, training_kwh, inference_kwh_per_year, co2_kg_per_year, embodied_co2_kg, method, assessed_on, assessed_by
FROM sustainability_assessment
WHERE id = ANY($1::text[]);

-- name: newest_assessments
-- row: AssessmentUnder
-- The newest assessment of each project: their ids, their type.
SELECT DISTINCT ON (project_id)
       id, rating, training_kwh, inference_kwh_per_year, co2_kg_per_year, embodied_co2_kg, method, assessed_on, assessed_by,
       project_id AS parent
FROM sustainability_assessment
WHERE project_id = ANY($1::text[]) AND project_type = $2
ORDER BY project_id, assessed_on DESC, id;
