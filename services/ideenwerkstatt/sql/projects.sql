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
  AND ($4::text[] IS NULL OR NOT (
    ('IDEA' = ANY($4) AND idea_id IS NOT NULL) OR ('REGION' = ANY($4) AND region_nuts IS NOT NULL)
    OR ('LICENSE' = ANY($4) AND license IS NOT NULL) OR ('REPOSITORY' = ANY($4) AND repository_url IS NOT NULL)))
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
-- One page of each programme's projects: programmes, states, after (date, id), limit for each.
SELECT p.*, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT *
  FROM pilot_project_view
  WHERE programme_slug = asked.slug
    AND ($2::text[] IS NULL OR status = ANY($2))
    AND {after id $3 $4}
  ORDER BY {order id}
  LIMIT $5
) p;

-- name: pilot_projects_total
-- row: CountUnder
SELECT programme_slug AS parent, count(*)::integer AS count
FROM pilot_project
WHERE programme_slug = ANY($1::text[]) AND ($2::text[] IS NULL OR status = ANY($2))
GROUP BY programme_slug;

-- name: pilot_projects_of_call
-- row: PilotProjectUnder
SELECT p.*, call_id AS parent FROM pilot_project_view p WHERE call_id = ANY($1::text[]) ORDER BY runs_from DESC, id;

-- name: pilot_projects_of_idea
-- row: PilotProjectUnder
SELECT p.*, idea_id AS parent FROM pilot_project_view p WHERE idea_id = ANY($1::text[]) ORDER BY runs_from DESC, id;

-- name: pilot_projects_of_actor
-- row: PilotProjectUnder
SELECT p.*, a.actor_id AS parent
FROM project_participant a JOIN pilot_project_view p ON p.id = a.project_id
WHERE a.actor_id = ANY($1::text[])
ORDER BY p.runs_from DESC, p.id;

-- name: pilot_projects_of_topic
-- row: PilotProjectUnder
-- A topic means itself and, as far as the copy of the tree (topic_within) knows them, its sub-topics.
SELECT p.*, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
JOIN pilot_project_view p ON p.id IN (
  SELECT entity_id FROM entity_topic
  WHERE topic_slug IN (SELECT asked.slug UNION ALL SELECT slug FROM topic_within WHERE within = asked.slug))
ORDER BY p.runs_from DESC, p.id;

-- name: pilot_projects_of_region
-- row: PilotProjectUnder
-- A region contains the regions whose NUTS codes begin with its own.
SELECT p.*, asked.nuts AS parent
FROM unnest($1::text[]) AS asked (nuts) JOIN pilot_project_view p ON starts_with(p.region_nuts, asked.nuts)
ORDER BY p.runs_from DESC, p.id;

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
