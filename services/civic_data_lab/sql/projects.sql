-- name: data_projects_by_id
-- row: DataProjectRow
SELECT * FROM data_project_view WHERE id = ANY($1::text[]);

-- name: data_projects
-- row: DataProjectRow
-- Stages, topics (any of them), after (date, id), limit. The date alone is a condition of its own: an index finds it.
SELECT *
FROM data_project_view
WHERE ($1::text[] IS NULL OR stage = ANY($1)) AND ($2::text[] IS NULL OR topic_slugs && $2)
  AND runs_from <= coalesce($3::date, 'infinity') AND (runs_from < coalesce($3::date, 'infinity') OR id > $4::text)
ORDER BY runs_from DESC, id
LIMIT $5;

-- name: data_project_place
-- row: date
SELECT runs_from FROM data_project_view WHERE id = $1;

-- name: data_projects_page
-- row: OwnedDataProjectRow
-- One page of each programme's projects, the newest first: programmes, states, after (date, id), limit for each.
SELECT p.*, asked.slug AS parent
FROM unnest($1::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT *
  FROM data_project_view
  WHERE programme_slug = asked.slug
    AND ($2::text[] IS NULL OR status = ANY($2))
    AND ($3::date IS NULL OR runs_from < $3 OR (runs_from = $3 AND id > $4))
  ORDER BY runs_from DESC, id
  LIMIT $5
) p;

-- name: data_projects_total
-- row: TotalRow
SELECT programme_slug AS parent, count(*)::integer AS total
FROM data_project
WHERE programme_slug = ANY($1::text[]) AND ($2::text[] IS NULL OR status = ANY($2))
GROUP BY programme_slug;

-- name: data_projects_of_actor
-- row: OwnedDataProjectRow
-- As applicant or as participant.
SELECT p.*, a.actor_id AS parent
FROM (SELECT id AS project_id, applicant_id AS actor_id FROM data_project WHERE applicant_id = ANY($1::text[])
      UNION
      SELECT project_id, actor_id FROM project_participant WHERE actor_id = ANY($1::text[])) a
JOIN data_project_view p ON p.id = a.project_id
ORDER BY p.runs_from DESC, p.id;

-- name: data_projects_of_idea
-- row: OwnedDataProjectRow
SELECT p.*, idea_id AS parent FROM data_project_view p WHERE idea_id = ANY($1::text[]) ORDER BY runs_from DESC, id;

-- name: data_projects_of_topic
-- row: OwnedDataProjectRow
SELECT p.*, t.topic_slug AS parent
FROM entity_topic t JOIN data_project_view p ON p.id = t.entity_id
WHERE t.topic_slug = ANY($1::text[])
ORDER BY p.runs_from DESC, p.id;

-- name: data_projects_of_region
-- row: OwnedDataProjectRow
-- Regions, and for each the pattern of the codes that lie in it.
SELECT p.*, asked.ars AS parent
FROM unnest($1::text[], $2::text[]) AS asked (ars, pattern) JOIN data_project_view p ON p.region_ars LIKE asked.pattern
ORDER BY p.runs_from DESC, p.id;

-- name: stages_of_project
-- row: StageRow
SELECT project_id, stage, at, note FROM data_project_stage WHERE project_id = ANY($1::text[]) ORDER BY project_id, at;
