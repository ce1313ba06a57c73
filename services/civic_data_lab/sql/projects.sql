-- In all of these: $1 the caller sees everything, $2 the caller's own actor id or null (see may_see_project).

-- name: data_projects_by_id
-- row: DataProjectRow
SELECT * FROM data_project_view p WHERE may_see_project(p.stage, p.applicant_id, $1, $2) AND id = ANY($3::text[]);

-- name: data_projects
-- row: DataProjectRow
-- Viewer (is staff, actor), stages, topics (any of them), after (date, id), limit. The date alone is a condition of its own: an index finds it.
SELECT *
FROM data_project_view
WHERE may_see_project(stage, applicant_id, $1, $2)
  AND ($3::text[] IS NULL OR stage = ANY($3)) AND ($4::text[] IS NULL OR topic_slugs && $4)
  AND runs_from <= coalesce($5::date, 'infinity') AND (runs_from < coalesce($5::date, 'infinity') OR id > $6::text)
ORDER BY runs_from DESC, id
LIMIT $7;

-- name: data_project_place
-- row: date
SELECT runs_from FROM data_project_view WHERE id = $1 AND may_see_project(stage, applicant_id, $2, $3);

-- name: data_projects_page
-- row: OwnedDataProjectRow
-- One page of each programme's projects, the newest first: programmes, states, after (date, id), limit for each.
SELECT p.*, asked.slug AS parent
FROM unnest($3::text[]) AS asked (slug)
CROSS JOIN LATERAL (
  SELECT *
  FROM data_project_view v
  WHERE programme_slug = asked.slug
    AND may_see_project(v.stage, v.applicant_id, $1, $2)
    AND ($4::text[] IS NULL OR status = ANY($4))
    AND ($5::date IS NULL OR runs_from < $5 OR (runs_from = $5 AND id > $6))
  ORDER BY runs_from DESC, id
  LIMIT $7
) p;

-- name: data_projects_total
-- row: TotalRow
SELECT programme_slug AS parent, count(*)::integer AS total
FROM data_project p
WHERE may_see_project(p.stage, p.applicant_id, $1, $2)
  AND programme_slug = ANY($3::text[]) AND ($4::text[] IS NULL OR status = ANY($4))
GROUP BY programme_slug;

-- name: data_projects_of_actor
-- row: OwnedDataProjectRow
-- As applicant or as participant.
SELECT p.*, a.actor_id AS parent
FROM (SELECT id AS project_id, applicant_id AS actor_id FROM data_project WHERE applicant_id = ANY($3::text[])
      UNION
      SELECT project_id, actor_id FROM project_participant WHERE actor_id = ANY($3::text[])) a
JOIN data_project_view p ON p.id = a.project_id
WHERE may_see_project(p.stage, p.applicant_id, $1, $2)
ORDER BY p.runs_from DESC, p.id;

-- name: data_projects_of_idea
-- row: OwnedDataProjectRow
SELECT p.*, idea_id AS parent
FROM data_project_view p
WHERE may_see_project(p.stage, p.applicant_id, $1, $2) AND idea_id = ANY($3::text[])
ORDER BY runs_from DESC, id;

-- name: data_projects_of_topic
-- row: OwnedDataProjectRow
SELECT p.*, t.topic_slug AS parent
FROM entity_topic t JOIN data_project_view p ON p.id = t.entity_id
WHERE may_see_project(p.stage, p.applicant_id, $1, $2) AND t.topic_slug = ANY($3::text[])
ORDER BY p.runs_from DESC, p.id;

-- name: data_projects_of_region
-- row: OwnedDataProjectRow
-- Regions, and for each the pattern of the codes that lie in it.
SELECT p.*, asked.ars AS parent
FROM unnest($3::text[], $4::text[]) AS asked (ars, pattern) JOIN data_project_view p ON p.region_ars LIKE asked.pattern
WHERE may_see_project(p.stage, p.applicant_id, $1, $2)
ORDER BY p.runs_from DESC, p.id;

-- name: stages_of_project
-- row: StageRow
-- That a project took a step is no secret once it is public; what was noted before has the rights of its time.
SELECT s.project_id, s.stage, s.at, CASE WHEN may_see_project(s.stage, p.applicant_id, $1, $2) THEN s.note END AS note
FROM data_project_stage s JOIN data_project p ON p.id = s.project_id
WHERE may_see_project(p.stage, p.applicant_id, $1, $2) AND s.project_id = ANY($3::text[])
ORDER BY s.project_id, s.at;
